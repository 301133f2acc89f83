import type { Connector, InstrumentToken } from '../../../src/acquiring/connectors/connector.js';
import type { DeclineReason } from '../../../src/acquiring/connectors/decline-reasons.js';
import type { Seen } from './wire.js';

/** How a connector reaches one account at the acquirer. */
export interface Access {
  url: string;
  key: string;
  /** The limit of every call. */
  deadlineMs: number;
}

export interface Opened {
  connector: Connector;
  close(): Promise<void>;
}

/** Tokens with a known result. What the acquirer has no test instrument for is left out. */
export interface Instruments {
  approved: InstrumentToken;
  declined: readonly { token: InstrumentToken; reason: DeclineReason }[];
  /** Stays pending until `decide`. */
  pending?: InstrumentToken;
  otp?: { token: InstrumentToken; right: string };
  upiApprove?: InstrumentToken;
  /** Needs a step-up on a page of the acquirer. */
  challenge?: InstrumentToken;
  /** Is approved, and every refund of it is declined. */
  refundDeclined?: InstrumentToken;
}

/** What the acquirer's own record booked for a charge, in the minor unit. */
export interface Booked {
  captured: number;
  refunded: number;
  reversed: number;
}

/** A shopper with a browser, on a page of the acquirer. */
export interface Shopper {
  /** Pays. On a page that is closed nothing happens. */
  pay(): Promise<void>;
  /** Tries a card that is declined. */
  payDeclined(): Promise<void>;
  /** Begins a payment and leaves before its end. */
  begin(): Promise<void>;
  /** Passes or fails the step-up, for which the page was opened. */
  stepUp(result: 'pass' | 'fail' | 'leave'): Promise<void>;
}

/** The acquirer, with the rights of a test. */
export interface World {
  url: string;
  /** Keys of two accounts. */
  key: string;
  otherKey: string;
  booked(reference: string): Promise<Booked>;
  /** What all charges of the first account have taken and not given back, in the minor unit. */
  held(): Promise<number>;
  shopper(url: string): Shopper;
  /** Makes the acquirer decide a pending charge. */
  decide(reference: string): Promise<void>;
  /** Approves an attempt whose shopper has left. */
  land(reference: string): Promise<void>;
  /** Fails a refund that was processed. */
  takeBack(refund: string): Promise<void>;
  /** Refunds as the merchant does at the acquirer itself, without an order of the gateway. */
  refundElsewhere(reference: string, amount: number): Promise<void>;
  /** Withholds an amount because of a dispute. */
  dispute(reference: string, amount: number): Promise<void>;
  /** Makes the capture of a charge older. Needed for a sheet with `refundableMs`. */
  age?(reference: string, ms: number): Promise<void>;
  /** Waits for the end of what the acquirer has accepted and carries out later. Absent: it carries out all at once. */
  settled?(): Promise<void>;
  seen?: Seen;
  close(): Promise<void>;
}

export interface Notice {
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/**
 * `keys`: links have none. `provesUnused`: closing an unused page proves nothing. `closesUnsent`: a reference that was never
 * sent cannot be closed. `refundLimit`: an emulator without the time limit of refunds. `lands`: an emulator in which nothing
 * lands after the close. `disputes`: an emulator without them.
 */
export type Lack = 'keys' | 'provesUnused' | 'closesUnsent' | 'refundLimit' | 'lands' | 'disputes';

/** What the suite needs to know of a connector and its acquirer. */
export interface Harness {
  /** Makes a connector. No network. */
  connect(access: Access): Opened;
  open(): Promise<World>;
  /** What the acquirer lacks in ways that no sheet states: these promises are skipped, and others take their place. */
  lacks?: readonly Lack[];
  /** The smallest amount that an emulator takes, if it is more than the sheet's. */
  minimum?(currency: string): number;
  /** An id of the acquirer's form that belongs to nothing. Needed for a sheet that finds by `id`. */
  strangeId?(of: 'charge' | 'page' | 'refund'): string;
  /** Absent for an acquirer that has pages only. */
  instruments?: Instruments;
  /** A notification about a charge or a refund, as the acquirer signs it. Needed for `verifyNotification`. */
  notice?(about: { charge: string } | { refund: string }, secret: string, at: Date): Notice;
  /** A text that is signed correctly. */
  signed?(text: string, secret: string, at: Date): Notice;
}
