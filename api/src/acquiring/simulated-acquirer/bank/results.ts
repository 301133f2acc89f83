import type { DeclineReason } from './decline-reasons.js';

/** What a caller asks of the bank. References are the caller's, and unique within its account. */
export interface ChargeRequest {
  reference: string;
  merchantId: string;
  amount: number;
  currency: string;
  /** A token of a test instrument. */
  instrument: string;
  /** `automatic` captures with the approval; `manual` only authorises. */
  capture: 'automatic' | 'manual';
  /** Where this charge and its refunds are announced; absent: the address of the key. */
  notificationUrl?: string | undefined;
}

export interface RefundRequest {
  reference: string;
  chargeReference: string;
  merchantId: string;
  amount: number;
  currency: string;
}

export type ActionRequest =
  { type: 'otp'; attemptsLeft: number } | { type: 'upi_approve'; upiLink: string } | { type: 'redirect'; url: string };
export type ActionSubmission = { otp: string } | { approve: boolean };

export interface Approved {
  outcome: 'approved';
  connectorReference: string;
  amount: number;
  currency: string;
  /** 0 for an authorisation that is not captured. */
  captured: number;
  /** Given back so far, ordered by the caller or not. */
  refunded: number;
  /** Withheld because of a dispute. */
  disputed: number;
  method: 'card' | 'upi';
}
export interface Refunded {
  outcome: 'approved';
  connectorReference: string;
  amount: number;
  currency: string;
  captured: number;
}
export interface Declined {
  outcome: 'declined';
  reason: DeclineReason;
  description: string;
  connectorReference?: string;
}
export interface RequiresAction {
  outcome: 'requires_action';
  action: ActionRequest;
  connectorReference: string;
}
export interface Pending {
  outcome: 'pending';
  retryAfterMs: number;
  connectorReference?: string;
}
/**
 * What a closed reference proves. `no_charge`: nothing was or will be taken for it, or everything was given back.
 * `attempt_begun`: an attempt had begun before the close and may still be approved.
 */
export type Proof = 'no_charge' | 'attempt_begun';
/** Closed without a charge. No new attempt can begin. */
export interface Cancelled {
  outcome: 'cancelled';
  proof: Proof;
  connectorReference?: string;
}
/** Closed before it arrived. The refund can no longer be made. */
export interface RefundClosed {
  outcome: 'cancelled';
}
export interface NotFound {
  outcome: 'not_found';
}
/** The connection is closed without a response: the instrument's script keeps the bank silent. */
export interface Silent {
  outcome: 'silent';
}

export type ChargeResult = Approved | Declined | RequiresAction | Pending | Cancelled;
export type CaptureResult = Approved | Declined | Pending;
export type RefundResult = Refunded | Declined | Pending;
export type CancelResult = Cancelled | Approved | Declined | Pending;
export type CloseRefundResult = RefundClosed | Refunded | Declined | Pending;
export type Result = ChargeResult | NotFound | Silent;
