import type {
  ActionRequest,
  Approved,
  CancelResult,
  Cancelled,
  CaptureResult,
  ChargeResult,
  RequiresAction,
} from '../../acquiring/connectors/connector.js';
import type { DeclineReason } from '../../acquiring/connectors/decline-reasons.js';
import { nextWatchMs, pagePollMs, retryDelayOf } from './charge-times.js';
import type { CancelCause, LeasedCharge, NextState, Terms } from './leased-charge.js';

/** A payment that was never sent is cancelled without a call to the bank. */
export const UNSENT: NextState = { status: 'cancelled', charge: 'closed', event: 'payment.cancelled' };

/** The next state after a charge, a find or a step-up. */
export function nextStateOf(charge: LeasedCharge, result: ChargeResult, terms: Terms): NextState {
  switch (result.outcome) {
    case 'approved':
      return approved(charge, result, terms);
    case 'declined':
      return { ...failed(result.reason, result.description, result.connectorReference), ids: result.ids };
    case 'requires_action':
      return actionRequired(charge, result, terms);
    case 'cancelled':
      return cancelled(charge.cancelCause, result, terms);
    case 'pending':
      return {
        ...unchanged(charge),
        dueMs: retryDelayOf(charge, result, terms.bankMs),
        connectorReference: result.connectorReference,
        ids: result.ids,
        open: 'pending',
        answered: true,
      };
    case 'unknown':
      return {
        ...unchanged(charge),
        dueMs: retryDelayOf(charge, result, terms.bankMs),
        open: 'unknown',
        answered: result.answered === true && result.refused !== true,
      };
  }
}

/** Neither the payment nor the charge changes its status. */
export const unchanged = ({ status, paymentStatus }: LeasedCharge) => ({ status: paymentStatus, charge: status });

/** Authorised, and due again when the authorisation expires. */
export const untilCapture: NextState = { status: 'success', charge: 'approved', untilCapture: true };

/**
 * The next state after a capture, of which only what the acquirer states is booked. A declined one leaves the payment
 * authorised and removes the request; if the capture was to be automatic, the authorisation is released instead.
 */
export function stateAfterCapture(charge: LeasedCharge, result: CaptureResult, terms: Terms): NextState {
  if (result.outcome === 'declined') {
    if (charge.paymentStatus === 'success') return untilCapture;
    return { ...unchanged(charge), intent: { cancel: 'capture_declined' }, dueMs: 0 };
  }
  if (result.outcome !== 'approved') return nextStateOf(charge, result, terms);
  if (differs(charge, result)) return mismatched(charge, result);
  if (result.captured === 0) return nextStateOf(charge, { outcome: 'unknown', answered: true }, terms);
  const event = charge.paymentStatus === 'success' ? 'payment.captured' : 'payment.success';
  return { status: 'success', charge: 'approved', event, capturedNow: result.captured, ...statedBy(result) };
}

/** The next state after a cancel. The acquirer decides, so an expiring payment may end in success. */
export function stateAfterCancel(charge: LeasedCharge, result: CancelResult, terms: Terms): NextState {
  if (result.outcome !== 'approved' || charge.status !== 'approved') return nextStateOf(charge, result, terms);
  if (result.captured > 0 && !charge.captured) return stateAfterCapture(charge, result, terms);
  return { status: 'success', charge: 'approved', dueMs: terms.captureMs };
}

function approved(charge: LeasedCharge, result: Approved, { captureMs }: Terms): NextState {
  if (differs(charge, result)) return mismatched(charge, result);
  const { captured } = result;
  const success = { status: 'success', charge: 'approved', event: 'payment.success', ...statedBy(result) } as const;
  if (charge.capture === 'manual') {
    // Taken although it was to be authorised: the capture is announced by itself, as after a request.
    if (captured > 0) return { ...success, captureMs, intent: { capture: captured }, answered: true, dueMs: 0 };
    return { ...success, captureMs, dueMs: captureMs };
  }
  if (captured > 0) return { ...success, capturedNow: captured };
  return {
    ...unchanged(charge),
    charge: 'approved',
    intent: { capture: charge.amount },
    dueMs: 0,
    ...statedBy(result),
  };
}

/** Another amount or currency than was asked for, or another part of it than could be captured. */
function differs(charge: LeasedCharge, { amount, currency, captured }: Approved): boolean {
  if (amount !== charge.amount || currency !== charge.currency || captured > amount) return true;
  return charge.capture === 'automatic' && captured > 0 && captured < amount;
}

/** Never a success: all that the acquirer took goes back. */
function mismatched(charge: LeasedCharge, result: Approved): NextState {
  const description = 'The acquirer approved another amount than was asked for. It is given back.';
  const ended = failed('amount_mismatch', description);
  const isAuthorised = charge.paymentStatus === 'success';
  return {
    ...ended,
    ...(isAuthorised && ({ status: 'cancelled', event: 'payment.cancelled' } as const)),
    ...statedBy(result),
    charge: 'reversing',
    dueMs: 0,
  };
}

/** With a further payment that is to be given back the charge is due again, as one that is captured. */
const statedBy = ({ connectorReference, amount, currency, captured, method, ids, surplus }: Approved) => ({
  ...{ connectorReference, stated: { amount, currency, captured } },
  ...(surplus !== undefined && { dueMs: 0 }),
  ...(method !== undefined && { method }),
  ...(ids !== undefined && { ids }),
});

function actionRequired(charge: LeasedCharge, { action, ...result }: RequiresAction, terms: Terms): NextState {
  const isPage = action.type === 'redirect';
  return {
    status: 'requires_action',
    charge: 'open',
    event: 'payment.requires_action',
    nextAction: shownAction(action),
    actionMs: isPage ? terms.pageMs : terms.actionMs,
    ...(isPage && { dueMs: pagePollMs(charge.ageMs) }),
    connectorReference: result.connectorReference,
    ids: result.ids,
  };
}

function shownAction(action: ActionRequest): object {
  switch (action.type) {
    case 'otp':
      return { type: 'otp', attempts_left: action.attemptsLeft };
    case 'upi_approve':
      return { type: 'upi_approve', upi_link: action.upiLink };
    case 'redirect':
      return { type: 'redirect', url: action.url };
  }
}

export function failed(reason: DeclineReason, description: string, connectorReference?: string): NextState {
  const error = { code: 'PAYMENT_FAILED', reason, description };
  return { status: 'failed', charge: 'failed', event: 'payment.failed', error, connectorReference };
}

/** A closed charge that may still be approved, for so many milliseconds. */
export const watched = (lateMs: number) =>
  ({ charge: 'closed', watchMs: lateMs, dueMs: nextWatchMs(0, lateMs) ?? lateMs }) as const;

/**
 * Closed at the acquirer. The payment's status depends on why that was requested. Without a proof that no attempt had
 * begun, the charge is watched.
 */
function cancelled(cause: CancelCause | null, { proven, lastDecline }: Cancelled, { lateMs }: Terms): NextState {
  const closed = proven ? ({ charge: 'closed' } as const) : watched(lateMs);
  switch (cause) {
    case 'unanswered':
      return { ...failed('bank_timeout', 'The bank did not answer in time. Nothing was charged.'), ...closed };
    case 'capture_declined':
      return { ...failed('card_declined', 'The bank declined the capture. Nothing was charged.'), ...closed };
    case 'action_expired':
      // The page's time is over: why the last attempt on it failed says more than that.
      return {
        ...{ status: 'expired', event: 'payment.expired', ...closed },
        ...(lastDecline && { error: { code: 'PAYMENT_FAILED', ...lastDecline } }),
      };
    default:
      return { status: 'cancelled', event: 'payment.cancelled', ...closed };
  }
}
