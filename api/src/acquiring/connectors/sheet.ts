/** The calls that reach the acquirer. */
export const CALLS = [
  'prepare',
  'charge',
  'findCharge',
  'submitAction',
  'capture',
  'cancel',
  'reverse',
  'refund',
  'findRefund',
  'closeRefund',
] as const;
export type Call = (typeof CALLS)[number];

/** How a shopper pays. `redirect`: on a page of the acquirer. `qr`, `intent`, `collect`: UPI. `raw_card`: in our checkout. */
export const FLOWS = ['redirect', 'qr', 'intent', 'collect', 'raw_card'] as const;
export type Flow = (typeof FLOWS)[number];

export interface AmountLimits {
  readonly min: number;
  readonly max: number;
  readonly multipleOf?: number;
}

/** What an acquirer can do, as data. What it lacks is refused before anything is stored. Times are in milliseconds. */
export interface Sheet {
  readonly methods: readonly string[];
  /** Null: every currency that an order may have. */
  readonly currencies: readonly string[] | null;
  readonly flows: readonly Flow[];
  readonly captureModes: readonly ('automatic' | 'manual')[];
  /**
   * How a charge is found: by our reference, or by the acquirer's own id, which is stored before a shopper can pay. By the
   * id alone, a reference without one is not known there, and cannot be closed there either.
   */
  readonly finds: 'reference' | 'id';
  /** An authorisation can be released before its capture. */
  readonly voids: boolean;
  readonly partialRefunds: boolean;
  /** How long after its capture a charge can be refunded; null: always. */
  readonly refundableMs: number | null;
  /** A refund's reference can be closed (`closeRefund`). Otherwise a refund never fails by silence. */
  readonly closesRefunds: boolean;
  /** An open charge can be closed; whether that proves anything, each result says. */
  readonly closes: boolean;
  /** How long the acquirer keeps an idempotency key. */
  readonly idempotencyMs: number;
  /** How long an attempt that had begun may be approved after its charge was closed. */
  readonly lateAuthorisationMs: number;
  /** How long an authorisation can be captured; null: as long as CAPTURE_TIMEOUT. */
  readonly authorisationMs: number | null;
  /** The limit of each call. */
  readonly deadlineMs: Readonly<Record<Call, number>>;
  /** The smallest and largest amount per currency, in its minor unit, and what amounts have to be multiples of. */
  readonly limits: Readonly<Record<string, AmountLimits>>;
  /** The smallest amount of a refund per currency, and what amounts have to be multiples of. Absent: any. */
  readonly refundLimits?: Readonly<Record<string, Omit<AmountLimits, 'max'>>>;
  /** Hosts of the acquirer's pages. Its pages are https; `loopback` stands for plain http on this machine. */
  readonly pageHosts: readonly string[];
}

/** The same deadline for every call. */
export const allDeadlines = (ms: number): Record<Call, number> => ({
  ...{ prepare: ms, charge: ms, findCharge: ms, submitAction: ms, capture: ms, cancel: ms, reverse: ms },
  ...{ refund: ms, findRefund: ms, closeRefund: ms },
});
