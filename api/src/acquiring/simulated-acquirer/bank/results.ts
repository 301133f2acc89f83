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
}

export interface RefundRequest {
  reference: string;
  chargeReference: string;
  merchantId: string;
  amount: number;
  currency: string;
}

export type ActionRequest = { type: 'otp'; attemptsLeft: number } | { type: 'upi_approve'; upiLink: string };
export type ActionSubmission = { otp: string } | { approve: boolean };

export interface Approved {
  outcome: 'approved';
  connectorReference: string;
  amount: number;
  currency: string;
  /** 0 for an authorisation that is not captured. A refund is `captured` by its amount. */
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
/** Closed without a charge or refund. It can no longer be approved. */
export interface Cancelled {
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
export type RefundResult = Approved | Declined | Pending;
export type CancelResult = Cancelled | Approved | Declined | Pending;
export type Result = ChargeResult | NotFound | Silent;
