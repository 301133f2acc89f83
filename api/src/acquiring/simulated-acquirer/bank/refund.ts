import type { CloseRefundResult, RefundRequest, RefundResult } from './results.js';
import { type Charge, declined, pending } from './charge.js';
import type { DeclineReason } from './decline-reasons.js';
import { scriptOf } from './scripts.js';

/** A refund in the bank's tables. It is decided when it arrives; `readyInMs` only delays the result. */
export interface Refund {
  /** '' if the reference was closed before the refund arrived. */
  chargeReference: string;
  status: 'approved' | 'declined' | 'cancelled';
  amount: number;
  currency: string;
  connectorReference: string;
  readyInMs: number;
  declineReason: DeclineReason | null;
}

/** Why the charge cannot be refunded; undefined if it can. TAKE_REFUND checks the amount again under the lock. */
export function refusal(charge: Charge | undefined, request: RefundRequest): DeclineReason | undefined {
  if (!charge || charge.merchantId !== request.merchantId) return 'charge_not_found';
  if (charge.status !== 'approved' || charge.currency !== request.currency) return 'charge_not_approved';
  const left = charge.capturedAmount - charge.refundedAmount - charge.disputedAmount;
  if (request.amount < 1 || request.amount > left) return 'refund_exceeds_captured';
  return scriptOf(charge.outcome).refundsDeclined ? 'refund_declined' : undefined;
}

export function refundResultOf(refund: Refund): RefundResult {
  if (refund.status === 'cancelled') return declined('refund_cancelled');
  const { connectorReference, amount, currency } = refund;
  if (refund.readyInMs > 0) return { ...pending(refund), connectorReference };
  if (refund.status === 'approved')
    return { outcome: 'approved', connectorReference, amount, currency, captured: amount };
  return { ...declined(refund.declineReason ?? 'refund_declined'), connectorReference };
}

export function cancelRefundResultOf(refund: Refund): CloseRefundResult {
  return refund.status === 'cancelled' ? { outcome: 'cancelled' } : refundResultOf(refund);
}
