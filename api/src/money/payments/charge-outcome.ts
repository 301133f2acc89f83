import type {
  CancelResult,
  CaptureResult,
  ChargeResult,
  Pending,
  Unknown,
} from '../../acquiring/connectors/connector.js';
import type { DeclineReason } from '../../acquiring/connectors/decline-reasons.js';
import type { EventType } from '../../messaging/events/event-types.js';
import type { ChargeStatus } from './charge.states.js';
import type { PaymentStatus } from './payment.states.js';

export type CancelCause = 'requested' | 'superseded' | 'action_expired' | 'capture_expired' | 'unanswered';

/** A charge as its lease returned it, with what its payment says: all that a call to the bank needs. */
export interface LeasedCharge {
  readonly merchantId: string;
  /** Our reference at the bank. */
  readonly id: string;
  readonly paymentId: string;
  readonly orderId: string;
  readonly mode: 'test' | 'live';
  readonly accountId: string;
  readonly connector: string;
  readonly fence: number;
  /** How many notifications had come when the lease was taken. */
  readonly wakeSequence: number;
  readonly status: ChargeStatus;
  readonly paymentStatus: PaymentStatus;
  /** Opened by this lease: nothing has been sent for it. */
  readonly isNew: boolean;
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
  readonly traceParent: string | null;
  readonly requestId: string | null;
  /** The lease before this one ran out: its worker died or stalled. */
  readonly takenOver: boolean;
}

/** What a charge and its payment become after a call to the bank. Times are milliseconds from now. */
export interface NextState {
  /** Of the payment. */
  status: PaymentStatus;
  charge: ChargeStatus;
  event?: EventType;
  capturedNow?: number;
  /** How long an authorisation may wait for its capture. */
  captureMs?: number;
  connectorReference?: string;
  nextAction?: object;
  actionMs?: number;
  error?: { code: string; reason: DeclineReason; description: string };
  /** When the charge is due again; absent: never. */
  dueMs?: number;
  /** How long a closed charge is watched: an attempt that had begun may still be approved. */
  watchMs?: number;
  /** Due again when the authorisation expires; that time does not move. */
  untilCapture?: true;
  /** The bank has not decided (`pending`), or the call timed out: the requested capture or cancel stays on the charge. */
  open?: 'pending' | 'unknown';
}

export interface Timeouts {
  bankMs: number;
  actionMs: number;
  captureMs: number;
}

/** A payment that was never sent is cancelled without a call to the bank. */
export const UNSENT: NextState = { status: 'cancelled', charge: 'closed', event: 'payment.cancelled' };

/** How long a charge that was closed without a decline by the bank is watched for a late approval. */
export const WATCH_MS = 10 * 60_000;
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
export function nextStateOf(charge: LeasedCharge, result: ChargeResult, timeouts: Timeouts): NextState {
  switch (result.outcome) {
    case 'approved':
      return approved(charge, result.connectorReference, timeouts);
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
        charge: 'open',
        event: 'payment.requires_action',
        nextAction,
        actionMs: timeouts.actionMs,
        connectorReference,
      };
    }
    case 'cancelled':
      return cancelled(charge.cancelCause);
    case 'pending':
      return {
        ...unchanged(charge),
        dueMs: retryDelayOf(charge, result, timeouts.bankMs),
        connectorReference: result.connectorReference,
        open: 'pending',
      };
    case 'unknown':
      return { ...unchanged(charge), dueMs: retryDelayOf(charge, result, timeouts.bankMs), open: 'unknown' };
  }
}

/** Neither the payment nor the charge changes its status. */
export const unchanged = ({ status, paymentStatus }: LeasedCharge) => ({ status: paymentStatus, charge: status });

/** Authorised, and due again when the authorisation expires. */
export const untilCapture: NextState = { status: 'success', charge: 'approved', untilCapture: true };

/**
 * The next state after a capture. A declined capture leaves the payment authorised and removes the request to capture.
 */
export function stateAfterCapture(charge: LeasedCharge, result: CaptureResult, timeouts: Timeouts): NextState {
  if (result.outcome === 'approved') {
    const capturedNow = charge.captureAmount ?? charge.amount;
    return { status: 'success', charge: 'approved', event: 'payment.captured', capturedNow };
  }
  return result.outcome === 'declined' ? untilCapture : nextStateOf(charge, result, timeouts);
}

/** The next state after a cancel. The bank decides, so an expiring payment may end in success. */
export function stateAfterCancel(charge: LeasedCharge, result: CancelResult, timeouts: Timeouts): NextState {
  if (result.outcome !== 'approved' || charge.status !== 'approved') return nextStateOf(charge, result, timeouts);
  return { status: 'success', charge: 'approved', dueMs: timeouts.captureMs };
}

function approved({ capture, amount }: LeasedCharge, connectorReference: string, { captureMs }: Timeouts): NextState {
  const success = { status: 'success', charge: 'approved', event: 'payment.success', connectorReference } as const;
  return capture === 'automatic' ? { ...success, capturedNow: amount } : { ...success, captureMs, dueMs: captureMs };
}

export function failed(reason: DeclineReason, description: string, connectorReference?: string): NextState {
  const error = { code: 'PAYMENT_FAILED', reason, description };
  return { status: 'failed', charge: 'failed', event: 'payment.failed', error, connectorReference };
}

/** The reference is closed at the bank. The payment's status depends on why the cancel was requested. */
function cancelled(cause: CancelCause | null): NextState {
  const closed = { charge: 'closed', watchMs: WATCH_MS } as const;
  switch (cause) {
    case 'unanswered':
      return { ...failed('bank_timeout', 'The bank did not answer in time. Nothing was charged.'), ...closed };
    case 'action_expired':
      return { status: 'expired', event: 'payment.expired', ...closed };
    default:
      return { status: 'cancelled', event: 'payment.cancelled', ...closed };
  }
}
