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

/** What is kept of an instrument: an opaque token that the connector understands and that is safe in a database row. */
export type InstrumentToken = string;

export interface ChargeRequest {
  /** Our reference: the payment id. Charging the same reference twice charges once. */
  reference: string;
  merchantId: string;
  amount: number;
  currency: string;
  instrument: InstrumentToken;
  /** `automatic` takes the money with the approval; `manual` only authorises it. */
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

/** What the shopper must still do. `attemptsLeft` counts the OTP tries that remain. */
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
/** The bank has it and will decide later: ask again in `retryAfterMs`. */
export interface Pending {
  outcome: 'pending';
  retryAfterMs: number;
  connectorReference?: string;
}
/** Closed at the bank without charge: it cannot be approved any more. */
export interface Cancelled {
  outcome: 'cancelled';
}
/** No answer: it may or may not have happened. Only asking tells. */
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
/** `approved`: too late, the money is taken (or a void was asked of a captured charge). */
export type CancelResult = Cancelled | Approved | Declined | Pending | Unknown;

/**
 * The bank's side. Every call carries our reference, is safe to repeat and ends within the deadline of the
 * caller; a call that has no answer by then is `unknown`, and the matching `find…` tells what became of it.
 * "Charged once" holds for acquirers that honour our reference.
 */
export abstract class Connector {
  abstract readonly name: string;
  /** Reduces a card at once to what may be stored. Pure, no network. */
  abstract tokenizeCard(card: Card): InstrumentToken;
  abstract tokenizeUpi(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken;
  abstract charge(request: ChargeRequest): Promise<ChargeResult>;
  abstract findCharge(reference: string): Promise<ChargeResult | NotFound>;
  /** Passes the shopper's answer to a step-up on. */
  abstract submitAction(reference: string, answer: ActionSubmission): Promise<ChargeResult | NotFound>;
  /** Takes `amount` of an authorised charge and releases the rest. One capture per charge. */
  abstract capture(reference: string, amount: number): Promise<CaptureResult>;
  abstract findCapture(reference: string): Promise<CaptureResult | NotFound>;
  /** Closes a charge: voids an authorisation, ends a pending one; an unknown reference is closed for good. */
  abstract cancel(reference: string): Promise<CancelResult>;
  /** Gives back a charge whose approval came too late, captured or not. Safe to repeat. */
  abstract reverse(reference: string): Promise<Cancelled | Pending | Unknown>;
  abstract refund(request: RefundRequest): Promise<RefundResult>;
  abstract findRefund(reference: string): Promise<RefundResult | NotFound>;
  /** Closes a refund reference that the bank never saw, so that it cannot land late. */
  abstract cancelRefund(reference: string): Promise<CancelResult>;
}
