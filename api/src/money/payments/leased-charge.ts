import type { Approved, ChargeRef, LearnedId } from '../../acquiring/connectors/connector.js';
import type { DeclineReason } from '../../acquiring/connectors/decline-reasons.js';
import type { EventType } from '../../messaging/events/event-types.js';
import type { ChargeStatus } from './charge.states.js';
import type { PaymentStatus } from './payment.states.js';

/**
 * Why a charge is to be closed. `capture_declined`: it was approved, and the acquirer would not take the money. `elsewhere`:
 * the shopper asks for the page of another acquirer.
 */
export type CancelCause =
  'requested' | 'superseded' | 'action_expired' | 'capture_expired' | 'unanswered' | 'capture_declined' | 'elsewhere';

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
  readonly method: string | null;
  readonly flow: 'collect' | 'intent' | 'redirect' | null;
  readonly instrument: string;
  /** The acquirer's own id; null until a result has stated it. */
  readonly providerId: string | null;
  /** Part of the idempotency keys. */
  readonly keyNumber: number;
  /** The call before had a response that did not tell its outcome: the next one finds out first. */
  readonly answered: boolean;
  /** What the shopper was asked for last; null if nothing. */
  readonly actionType: string | null;
  /** The shopper was asked for something, answered or not. */
  readonly wasAsked: boolean;
  /** The merchant had no other account when the charge was opened. */
  readonly isOnly: boolean;
  /** Since the charge was opened. */
  readonly ageMs: number;
  /** Since the charge ended; null while it is open. */
  readonly endedMs: number | null;
  /** Since it was requested to close the charge; null if it was not. */
  readonly cancelRequestedMs: number | null;
  /** Until the watch of a closed charge ends; null if it is not watched. */
  readonly watchLeftMs: number | null;
  readonly capture: 'automatic' | 'manual';
  readonly captured: boolean;
  /** How many times the charge has been sent. */
  readonly sendCount: number;
  /** How many calls in a row have timed out. */
  readonly consecutiveTimeouts: number;
  /** How many attempts to give back further payments on its page have failed. */
  readonly surplusTries: number;
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
  ids?: readonly LearnedId[];
  /** How the shopper paid, as the acquirer's page tells it. */
  method?: string;
  nextAction?: object;
  actionMs?: number;
  error?: { code: string; reason: DeclineReason; description: string };
  /** The amounts that the acquirer has approved. */
  stated?: Pick<Approved, 'amount' | 'currency' | 'captured'>;
  /** A request that is stored on the charge with this state. */
  intent?: { capture: number } | { cancel: CancelCause };
  /** The call had a response that did not tell its outcome. */
  answered?: boolean;
  /** The acquirer did not look at the request, so that it does not count as sent. */
  notSent?: boolean;
  /** When the charge is due again; absent: never. */
  dueMs?: number;
  /** How long a closed charge is watched: an attempt that had begun may still be approved. */
  watchMs?: number;
  /** Due again when the authorisation expires; that time does not move. */
  untilCapture?: true;
  /** The bank has not decided (`pending`), or the call timed out: the requested capture or cancel stays on the charge. */
  open?: 'pending' | 'unknown';
}

/** The limits that apply to a charge, in milliseconds: the gateway's settings and its connector's sheet. */
export interface Terms {
  bankMs: number;
  actionMs: number;
  /** How long a page of the acquirer stays open. */
  pageMs: number;
  captureMs: number;
  /** How long a closed charge is watched for a late approval. */
  lateMs: number;
}

/** The charge as the calls of a connector name it. */
export function refOf({ id: reference, providerId, merchantId, amount, currency, capture, keyNumber }: LeasedCharge) {
  return { reference, providerId, merchantId, amount, currency, capture, keyNumber } satisfies ChargeRef;
}
