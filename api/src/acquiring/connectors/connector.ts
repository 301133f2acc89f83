import type { DeclineReason } from './decline-reasons.js';

/** A card as the shopper typed it, after validation: digits only, four-digit year. Never stored, never logged. */
export interface Card {
  number: string;
  network: string;
  expiryMonth: number;
  expiryYear: number;
  cvv: string;
  holderName: string;
}

/** An opaque token of an instrument. Only its connector can read it, and it may be stored. */
export type InstrumentToken = string;

export interface ChargeRequest {
  /** Our reference: the payment id. Charging the same reference twice charges once. */
  reference: string;
  merchantId: string;
  amount: number;
  currency: string;
  instrument: InstrumentToken;
  /** `automatic` captures with the approval; `manual` only authorises. */
  capture: 'automatic' | 'manual';
}

export interface RefundRequest {
  /** Our reference: the refund id. */
  reference: string;
  /** The payment id that was charged. */
  chargeReference: string;
  merchantId: string;
  amount: number;
  currency: string;
}

/** What the shopper has to do next. `attemptsLeft`: remaining OTP attempts. */
export type ActionRequest = { type: 'otp'; attemptsLeft: number } | { type: 'upi_approve'; upiLink: string };
export type ActionSubmission = { otp: string } | { approve: boolean };

export interface Approved {
  outcome: 'approved';
  connectorReference: string;
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
  connectorReference?: string;
}
/** The bank will decide later: call again in `retryAfterMs`. */
export interface Pending {
  outcome: 'pending';
  retryAfterMs: number;
  connectorReference?: string;
}
/** Closed at the bank without a charge. It can no longer be approved. */
export interface Cancelled {
  outcome: 'cancelled';
}
/** The call timed out or broke: the bank may or may not have carried it out. A `find…` call returns the result. */
export interface Unknown {
  outcome: 'unknown';
}
/** The bank has never seen this reference. */
export interface NotFound {
  outcome: 'not_found';
}

export type ChargeResult = Approved | Declined | RequiresAction | Pending | Cancelled | Unknown;
export type CaptureResult = Approved | Declined | Pending | Unknown;
export type RefundResult = Approved | Declined | Pending | Unknown;
/** `approved`: too late, the money is captured. */
export type CancelResult = Cancelled | Approved | Declined | Pending | Unknown;

/**
 * A bank or acquirer. Every call carries our reference, may be repeated, and ends within the caller's deadline; after
 * that its result is `unknown`, and the matching `find…` returns the outcome. A payment is charged once only if the
 * acquirer treats our reference as unique.
 */
export abstract class Connector {
  abstract readonly name: string;
  /** Reduces a card to a token that may be stored. Pure, no network. */
  abstract tokenizeCard(card: Card): InstrumentToken;
  abstract tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken;
  abstract charge(request: ChargeRequest): Promise<ChargeResult>;
  abstract findCharge(reference: string): Promise<ChargeResult | NotFound>;
  /** Submits the shopper's OTP or approval. */
  abstract submitAction(reference: string, submission: ActionSubmission): Promise<ChargeResult | NotFound>;
  /** Captures `amount` of an authorised charge and releases the rest. One capture per charge. */
  abstract capture(reference: string, amount: number): Promise<CaptureResult>;
  abstract findCapture(reference: string): Promise<CaptureResult | NotFound>;
  /** Voids an authorisation or ends a pending charge. An unknown reference is closed, so that no charge can use it. */
  abstract cancel(reference: string): Promise<CancelResult>;
  /** Reverses a charge that was approved too late, captured or not. */
  abstract reverse(reference: string): Promise<Cancelled | Pending | Unknown>;
  abstract refund(request: RefundRequest): Promise<RefundResult>;
  abstract findRefund(reference: string): Promise<RefundResult | NotFound>;
  /** Closes a refund reference that the bank does not know, so that no refund can use it. */
  abstract cancelRefund(reference: string): Promise<CancelResult>;
}
