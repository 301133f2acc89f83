import type { DeclineReason } from './decline-reasons.js';
import type { Sheet } from './sheet.js';

/** A card as the shopper typed it, after validation: digits only, four-digit year. Never stored, never logged. */
export interface Card {
  number: string;
  network: string;
  expiryMonth: number;
  expiryYear: number;
  cvv: string;
  holderName: string;
}

/** An opaque token of an instrument. Only its connector can read it, and it may be stored: it never holds a number. */
export type InstrumentToken = string;

/**
 * A charge as every call names it. All of it is stored before the first call, so that a repeat sends the same. Amounts
 * are in the currency's minor unit.
 */
export interface ChargeRef {
  /** Our reference: `chg_` and 16 characters. Charging the same reference twice charges once. */
  reference: string;
  /** The acquirer's own id; null until a result has stated it. */
  providerId: string | null;
  merchantId: string;
  amount: number;
  currency: string;
  /** `automatic` captures with the approval; `manual` only authorises. */
  capture: 'automatic' | 'manual';
  /** Part of the idempotency keys (`idempotencyKey`). It grows after a response whose effect a find has denied. */
  keyNumber: number;
}

export interface ChargeRequest extends ChargeRef {
  instrument: InstrumentToken;
  /** Where the acquirer sends the shopper back after a step-up on its own page. */
  returnUrl: string;
  /** Where the acquirer sends notifications, if it takes that with the charge. */
  notificationUrl?: string | undefined;
}

/** A page of the acquirer on which the shopper pays. */
export interface PageRequest extends ChargeRef {
  /** Shown to the shopper. */
  merchantLabel: string;
  /** What the shopper may pay with; `card`, `upi` and others of the sheet. */
  methods: readonly string[];
  returnUrl: string;
  /** The acquirer's own limit, later than ours: the gateway closes the page before. ISO 8601. */
  expiresAt: string;
  /** As of a charge. */
  notificationUrl?: string | undefined;
}

export interface RefundRequest {
  /** Our reference: the refund id. */
  reference: string;
  /** The acquirer's own id of the refund; null until a result has stated it. */
  providerId: string | null;
  /** The charge that it gives back. */
  charge: { reference: string; providerId: string | null };
  merchantId: string;
  amount: number;
  currency: string;
  keyNumber: number;
}

/** The key of a call that may change something. The same key means the same request. */
export const idempotencyKey = (
  { reference, keyNumber }: { reference: string; keyNumber: number },
  operation: 'prepare' | 'charge' | 'capture' | 'cancel' | 'reverse' | 'refund' | 'close' | 'surplus',
): string => `${reference}:${operation}:${keyNumber}`;

/** An id that the acquirer gave: a notification may name any of them. `kind` is the connector's word, e.g. `page`. */
export interface LearnedId {
  kind: string;
  id: string;
}

/** What the shopper has to do next. `attemptsLeft`: remaining OTP attempts. `redirect`: on a page of the acquirer. */
export type ActionRequest =
  { type: 'otp'; attemptsLeft: number } | { type: 'upi_approve'; upiLink: string } | { type: 'redirect'; url: string };
export type ActionSubmission = { otp: string } | { approve: boolean };

/** What the acquirer states about the charge's money. Only `captured` is ever booked. */
export interface Approved {
  outcome: 'approved';
  connectorReference: string;
  /** What was approved, as the acquirer states it: compared with what was asked. */
  amount: number;
  currency: string;
  /** 0 while it is only authorised. */
  captured: number;
  /** Given back so far, ordered by the gateway or not. Absent if the response does not say. */
  refunded?: number;
  /** Withheld because the shopper disputes it. Absent if the response does not say. */
  disputed?: number;
  /** How the shopper paid on a page, e.g. `card`, `upi`, `netbanking`. */
  method?: string;
  ids?: readonly LearnedId[];
  /** Further payments on the same page that are not given back yet. Each find, and the reversal, tries again. */
  surplus?: readonly Surplus[];
}
/** A payment beside the charge's own, because the shopper has paid twice. */
export interface Surplus {
  /** The acquirer's own id. */
  reference: string;
  amount: number;
  currency: string;
  /** The acquirer has accepted its refund. */
  isUnderWay: boolean;
  /** Why it is not given back yet. */
  description: string;
}
/** The acquirer takes no money for the reference, now or later. */
export interface Declined {
  outcome: 'declined';
  reason: DeclineReason;
  description: string;
  connectorReference?: string;
  ids?: readonly LearnedId[];
}
export interface RequiresAction {
  outcome: 'requires_action';
  action: ActionRequest;
  connectorReference?: string;
  ids?: readonly LearnedId[];
}
/** The acquirer will decide later: call again in `retryAfterMs`. */
export interface Pending {
  outcome: 'pending';
  retryAfterMs: number;
  connectorReference?: string;
  ids?: readonly LearnedId[];
}
/**
 * Closed at the acquirer: no attempt can begin any more. `proven`: none had begun either, so that it can never be
 * approved. Otherwise one that had begun may still be, until the sheet's `lateAuthorisationMs` have passed.
 */
export interface Cancelled {
  outcome: 'cancelled';
  proven: boolean;
  /** Why the last attempt on a page failed, if the acquirer states it. */
  lastDecline?: { reason: DeclineReason; description: string };
}
/**
 * The result is not known: the acquirer may or may not have carried out the call. A find returns the outcome.
 * `answered`: there was a response, whose effect is not known. `refused`: the acquirer did not look at the request (429,
 * or 409 because another one is in progress), so that it does not count as sent.
 */
export interface Unknown {
  outcome: 'unknown';
  answered?: boolean;
  refused?: boolean;
}
/** The acquirer has never seen this reference. */
export interface NotFound {
  outcome: 'not_found';
}

export type ChargeResult = Approved | Declined | RequiresAction | Pending | Cancelled | Unknown;
/** `requires_action` with a `redirect` is a page that no shopper has seen yet. */
export type PrepareResult = RequiresAction | Declined | Unknown;
export type CaptureResult = Approved | Declined | Pending | Unknown;
/** `approved`: too late, the acquirer has taken the money. */
export type CancelResult = Cancelled | Approved | Declined | Pending | Unknown;
/** `declined`: the acquirer cannot give it back now, for example because the account's balance is empty. */
export type ReverseResult = Cancelled | Declined | Pending | Unknown;
/** Of a refund, `captured` is what was given back. */
export type RefundResult = Approved | Declined | Pending | Unknown;
export type CloseRefundResult = Cancelled | Approved | Declined | Pending | Unknown;

/** A notification as it arrived. Header names are in lower case. */
export interface ReceivedNotification {
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
  /** The connection's present secret and, while it rotates, the previous one. */
  secrets: readonly string[];
  now: Date;
}
/** What a notification states of a charge: it is captured, and nothing of it is refunded or disputed. */
export interface StatedCapture extends Pick<Approved, 'amount' | 'currency' | 'captured'> {
  object: 'charge';
  /** The acquirer's own id of the charge, as a find states it; absent if all that counts is in `ids`. */
  connectorReference?: string;
}
/** What a notification states of a refund: it is processed. */
export interface StatedRefund extends Pick<Approved, 'amount' | 'currency' | 'connectorReference'> {
  object: 'refund';
}
/** Whom a verified notification is about. It names what to ask about, and nothing of it is stored as an outcome. */
export interface VerifiedNotification {
  /** The acquirer's id of the notification; null if it has none that is signed. */
  eventId: string | null;
  /** The acquirer's name of the event, e.g. `charge.captured`. */
  type: string;
  ids: readonly LearnedId[];
  /** Our reference of the charge, if the notification repeats it. */
  chargeReference?: string;
  /** Our reference of the refund, if it is about one. */
  refundReference?: string;
  /** Only if the notification states nothing else. If all of it is stored already, the acquirer is not asked. */
  stated?: StatedCapture | StatedRefund;
}

/**
 * An acquirer. Every call names our reference, may be repeated by any number of workers, and ends within its deadline of
 * the sheet (`withDeadlines`). A call throws, or returns `unknown`, if it cannot tell the outcome; the next find tells
 * it. What the acquirer does not offer is left out, and the sheet says so.
 */
export interface Connector {
  readonly name: string;
  readonly sheet: Sheet;
  /** Reduces a card to a token. Pure, no network. Only for a sheet with the flow `raw_card`. */
  tokenizeCard?(card: Card): InstrumentToken;
  /** Only for a sheet with the flow `collect` or `intent`. */
  tokenizeUpi?(upi: { vpa: string } | { flow: 'intent' }): InstrumentToken;
  /** Makes a page, which is harmless as long as no shopper has its address. Only for a sheet with the flow `redirect`. */
  prepare?(page: PageRequest): Promise<PrepareResult>;
  /** Charges an instrument. Absent if the acquirer has pages only. */
  charge?(charge: ChargeRequest): Promise<ChargeResult>;
  findCharge(charge: ChargeRef): Promise<ChargeResult | NotFound>;
  /** Submits the shopper's OTP or approval. */
  submitAction?(charge: ChargeRef, submission: ActionSubmission): Promise<ChargeResult | NotFound>;
  /** Captures `amount` of an authorised charge and releases the rest. One capture per charge. */
  capture(charge: ChargeRef, amount: number): Promise<CaptureResult>;
  /** Voids an authorisation, or closes what is still open. An unknown reference is closed as well, if that is possible. */
  cancel(charge: ChargeRef): Promise<CancelResult>;
  /** Gives back all of a charge that was approved too late, captured or not. */
  reverse(charge: ChargeRef): Promise<ReverseResult>;
  refund(refund: RefundRequest): Promise<RefundResult>;
  findRefund(refund: RefundRequest): Promise<RefundResult | NotFound>;
  /** Closes a refund's reference that the acquirer does not know, so that no refund can use it. */
  closeRefund?(refund: RefundRequest): Promise<CloseRefundResult>;
  /** Null if the signature, its time or the body is not right. */
  verifyNotification?(notification: ReceivedNotification): VerifiedNotification | null;
}
