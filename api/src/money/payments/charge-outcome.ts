import type {
  CancelResult,
  CaptureResult,
  ChargeResult,
  Pending,
  Unknown,
} from '../../acquiring/connectors/connector.js';
import type { DeclineReason } from '../../acquiring/connectors/decline-reasons.js';
import type { EventType } from '../../messaging/events/event-types.js';
import type { PaymentStatus } from './payment.states.js';

export type CancelCause = 'requested' | 'superseded' | 'action_expired' | 'capture_expired' | 'unanswered';

/** A payment as its lease returned it: all that a call to the bank needs. */
export interface LeasedPayment {
  readonly merchantId: string;
  readonly id: string;
  readonly orderId: string;
  readonly mode: 'test' | 'live';
  readonly fence: number;
  readonly status: PaymentStatus;
  /** The status before the lease was taken. */
  readonly previousStatus: PaymentStatus;
  readonly amount: number;
  readonly currency: string;
  readonly instrument: string;
  readonly capture: 'automatic' | 'manual';
  readonly captured: boolean;
  /** How many times the charge has been sent. */
  readonly sendCount: number;
  /** How many calls in a row have timed out. */
  readonly consecutiveTimeouts: number;
  readonly captureAmount: number | null;
  readonly cancelCause: CancelCause | null;
  readonly reversal: boolean;
  readonly traceParent: string | null;
  readonly requestId: string | null;
  /** The lease before this one ran out: its worker died or stalled. */
  readonly takenOver: boolean;
}

/** What a payment's row becomes after a call to the bank. Times are milliseconds from now. */
export interface NextState {
  status: PaymentStatus;
  event?: EventType;
  capturedNow?: number;
  /** How long an authorisation may wait for its capture. */
  captureMs?: number;
  connectorReference?: string;
  nextAction?: object;
  actionMs?: number;
  error?: { code: string; reason: DeclineReason; description: string };
  /** When the payment is due again; absent: never. */
  dueMs?: number;
  /** Due again when the authorisation expires; that time does not move. */
  untilCapture?: true;
  /** The bank has not decided (`pending`), or the call timed out: the requested capture or cancel stays on the row. */
  open?: 'pending' | 'unknown';
}

export interface Timeouts {
  bankMs: number;
  actionMs: number;
  captureMs: number;
}

/** A payment that was never sent is cancelled without a call to the bank. */
export const UNSENT: NextState = { status: 'cancelled', event: 'payment.cancelled' };

/** When a payment that ended without a decline by the bank is checked once more, in case the bank approved it late. */
export const LATE_CHECK_MS = 10 * 60_000;
const MAX_RETRY_DELAY_MS = 30_000;

/** The delay before the next call doubles with each timeout in a row, up to MAX_RETRY_DELAY_MS. */
export function retryDelayMs(consecutiveTimeouts: number, bankMs: number): number {
  return Math.min(MAX_RETRY_DELAY_MS, (bankMs / 10) * 2 ** Math.min(consecutiveTimeouts, 10));
}

/** The delay before the next call about a charge or refund that the bank has not decided. */
export function retryDelayOf(
  { consecutiveTimeouts }: { readonly consecutiveTimeouts: number },
  result: Pending | Unknown,
  bankMs: number,
): number {
  return result.outcome === 'pending' ? result.retryAfterMs : retryDelayMs(consecutiveTimeouts, bankMs);
}

/** The next state after a charge, a find or a step-up. */
export function nextStateOf(payment: LeasedPayment, result: ChargeResult, timeouts: Timeouts): NextState {
  switch (result.outcome) {
    case 'approved':
      return approved(payment, result.connectorReference, timeouts);
    case 'declined':
      return failed(result.reason, result.description, result.connectorReference);
    case 'requires_action': {
      const { action, connectorReference } = result;
      const nextAction =
        action.type === 'otp'
          ? { type: 'otp', attempts_left: action.attemptsLeft }
          : { type: 'upi_approve', upi_link: action.upiLink };
      return {
        status: 'requires_action',
        event: 'payment.requires_action',
        nextAction,
        actionMs: timeouts.actionMs,
        connectorReference,
      };
    }
    case 'cancelled':
      return cancelled(payment.cancelCause);
    case 'pending':
      return {
        status: payment.status,
        dueMs: retryDelayOf(payment, result, timeouts.bankMs),
        connectorReference: result.connectorReference,
        open: 'pending',
      };
    case 'unknown':
      return { status: payment.status, dueMs: retryDelayOf(payment, result, timeouts.bankMs), open: 'unknown' };
  }
}

/**
 * The next state after a capture. A declined capture leaves the payment authorised and removes the request to capture.
 */
export function stateAfterCapture(payment: LeasedPayment, result: CaptureResult, timeouts: Timeouts): NextState {
  if (result.outcome === 'approved') {
    return { status: 'success', event: 'payment.captured', capturedNow: payment.captureAmount ?? payment.amount };
  }
  if (result.outcome === 'declined') return { status: 'success', untilCapture: true };
  return nextStateOf(payment, result, timeouts);
}

/** The next state after a cancel. The bank decides, so an expiring payment may end in success. */
export function stateAfterCancel(payment: LeasedPayment, result: CancelResult, timeouts: Timeouts): NextState {
  if (result.outcome !== 'approved' || payment.status !== 'success') return nextStateOf(payment, result, timeouts);
  return { status: 'success', dueMs: timeouts.captureMs };
}

function approved({ capture, amount }: LeasedPayment, connectorReference: string, { captureMs }: Timeouts): NextState {
  const success = { status: 'success', event: 'payment.success', connectorReference } as const;
  return capture === 'automatic' ? { ...success, capturedNow: amount } : { ...success, captureMs, dueMs: captureMs };
}

export function failed(reason: DeclineReason, description: string, connectorReference?: string): NextState {
  const error = { code: 'PAYMENT_FAILED', reason, description };
  return { status: 'failed', event: 'payment.failed', error, connectorReference };
}

/** The reference is closed at the bank. The status depends on why the cancel was requested. */
function cancelled(cause: CancelCause | null): NextState {
  switch (cause) {
    case 'unanswered':
      return {
        ...failed('bank_timeout', 'The bank did not answer in time. Nothing was charged.'),
        dueMs: LATE_CHECK_MS,
      };
    case 'action_expired':
      return { status: 'expired', event: 'payment.expired', dueMs: LATE_CHECK_MS };
    default:
      return { status: 'cancelled', event: 'payment.cancelled', dueMs: LATE_CHECK_MS };
  }
}
