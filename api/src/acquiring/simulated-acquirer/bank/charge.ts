import type {
  ActionSubmission,
  ActionRequest,
  Approved,
  CancelResult,
  CaptureResult,
  ChargeRequest,
  ChargeResult,
  Declined,
  Pending,
  Proof,
} from './results.js';
import { bankReference } from './bank-reference.js';
import { DECLINE_REASONS, type DeclineReason } from './decline-reasons.js';
import { MAGIC_OTP, OTP_ATTEMPTS, type Outcome, readToken, scriptOf } from './scripts.js';
import { upiLink } from './upi-link.js';

export type ChargeStatus = 'pending' | 'requires_action' | 'approved' | 'declined' | 'cancelled';

/** A charge in the bank's tables. A reference that was closed before any charge has amount 0. */
export interface Charge extends ChargeRequest {
  status: ChargeStatus;
  outcome: Outcome;
  connectorReference: string;
  /** Milliseconds until the bank decides, by the database's clock; 0 or less: due. */
  readyInMs: number;
  otpAttemptsLeft: number;
  /** 0 until the capture, which happens once. */
  capturedAmount: number;
  refundedAmount: number;
  reversedAmount: number;
  /** At most what is captured and neither refunded nor reversed. */
  disputedAmount: number;
  declineReason: DeclineReason | null;
  /** Null unless it is cancelled. Null as well if an earlier release cancelled it. */
  proof: Proof | null;
  /** Grows with every change: the guard of the compare-and-set. */
  version: number;
}

export function opened(account: string, request: ChargeRequest, outcome: Outcome, readyInMs: number): Charge {
  return {
    ...request,
    status: 'pending',
    outcome,
    connectorReference: bankReference('charge', account, request.reference),
    readyInMs,
    otpAttemptsLeft: 0,
    capturedAmount: 0,
    refundedAmount: 0,
    reversedAmount: 0,
    disputedAmount: 0,
    declineReason: null,
    proof: null,
    version: 1,
  };
}

// The rules. Each takes a charge and returns the same object if nothing changes.

/** Applies the instrument's outcome once the delay is over. */
export function decide(charge: Charge): Charge {
  if (charge.status !== 'pending' || charge.readyInMs > 0) return charge;
  const { requires, declines } = scriptOf(charge.outcome);
  if (declines) return decline(charge, declines);
  if (!requires) return approve(charge);
  return { ...charge, status: 'requires_action', otpAttemptsLeft: requires === 'otp' ? OTP_ATTEMPTS : 0 };
}

export function submit(charge: Charge, given: ActionSubmission): Charge {
  if (charge.status !== 'requires_action') return charge;
  const { requires } = scriptOf(charge.outcome);
  if (requires === 'upi_approve' && 'approve' in given)
    return given.approve ? approve(charge) : decline(charge, 'upi_rejected');
  if (requires !== 'otp' || !('otp' in given)) return charge;
  if (given.otp === MAGIC_OTP) return approve(charge);
  const otpAttemptsLeft = charge.otpAttemptsLeft - 1;
  return otpAttemptsLeft > 0 ? { ...charge, otpAttemptsLeft } : decline({ ...charge, otpAttemptsLeft }, 'otp_failed');
}

/** Captures part or all of an authorisation. There is no second capture, so the rest is released. */
export function capture(charge: Charge, amount: number): Charge {
  const isCapturable = charge.status === 'approved' && charge.capturedAmount === 0;
  return isCapturable && amount >= 1 && amount <= charge.amount ? { ...charge, capturedAmount: amount } : charge;
}

export function cancel(charge: Charge): Charge {
  const isOpen = charge.status === 'pending' || charge.status === 'requires_action';
  const isAuthorised = charge.status === 'approved' && charge.capturedAmount === 0;
  if (!isOpen && !isAuthorised) return charge;
  return { ...charge, status: 'cancelled', proof: isOpen ? 'attempt_begun' : 'no_charge' };
}

/** Like cancel, but also returns captured money that refunds have not returned yet. */
export function reverse(charge: Charge): Charge {
  if (charge.status !== 'approved') return cancel(charge);
  const reversedAmount = charge.capturedAmount - charge.refundedAmount;
  return { ...charge, status: 'cancelled', reversedAmount, disputedAmount: 0, proof: 'no_charge' };
}

function approve(charge: Charge): Charge {
  return { ...charge, status: 'approved', capturedAmount: charge.capture === 'automatic' ? charge.amount : 0 };
}

function decline(charge: Charge, declineReason: DeclineReason): Charge {
  return { ...charge, status: 'declined', declineReason };
}

// The results. What the bank returns for a charge in its present state.

export const declined = (reason: DeclineReason): Declined => ({
  outcome: 'declined',
  reason,
  description: DECLINE_REASONS[reason],
});

export const pending = ({ readyInMs }: { readyInMs: number }): Pending => ({
  outcome: 'pending',
  retryAfterMs: Math.max(1, Math.ceil(readyInMs)),
});

const approved = ({ connectorReference, amount, currency, ...charge }: Charge): Approved => ({
  ...{ outcome: 'approved', connectorReference, amount, currency, captured: charge.capturedAmount },
  ...{ refunded: charge.refundedAmount, disputed: charge.disputedAmount, method: readToken(charge.instrument).method },
});

/** What is known of a charge that is not approved. Cancelled by an earlier release, it may have been open. */
export function proofOf({ status, proof, amount, capturedAmount }: Charge): Proof {
  if (proof) return proof;
  return status === 'cancelled' && amount > 0 && capturedAmount === 0 ? 'attempt_begun' : 'no_charge';
}

export function resultOf(charge: Charge): ChargeResult {
  const { connectorReference } = charge;
  switch (charge.status) {
    case 'pending':
      return { ...pending(charge), connectorReference };
    case 'requires_action':
      return { outcome: 'requires_action', action: actionOf(charge), connectorReference };
    case 'approved':
      return approved(charge);
    case 'declined':
      return { ...declined(charge.declineReason ?? 'card_declined'), connectorReference };
    case 'cancelled':
      return { outcome: 'cancelled', proof: proofOf(charge), connectorReference };
  }
}

export function captureResultOf(charge: Charge, amount: number): CaptureResult {
  if (charge.status === 'pending') return pending(charge);
  if (charge.status !== 'approved') return declined('charge_not_approved');
  if (charge.capturedAmount === amount) return approved(charge);
  return declined(charge.capturedAmount > 0 ? 'already_captured' : 'capture_exceeds_authorised');
}

/** For a charge after `cancel`, which leaves none in `requires_action`. */
export function cancelResultOf(charge: Charge): CancelResult {
  const result = resultOf(charge);
  if (result.outcome === 'requires_action') throw new Error(`${charge.reference} is still open after its cancel`);
  return result;
}

function actionOf(charge: Charge): ActionRequest {
  return scriptOf(charge.outcome).requires === 'otp'
    ? { type: 'otp', attemptsLeft: charge.otpAttemptsLeft }
    : { type: 'upi_approve', upiLink: upiLink(charge) };
}
