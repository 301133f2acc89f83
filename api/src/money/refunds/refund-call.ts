import type { Sheet } from '../../acquiring/connectors/sheet.js';
import type { RefundStatus } from './refund.states.js';

/**
 * How many times a refund is sent while the acquirer does not know its reference. Then the reference is closed there, if
 * the acquirer can. Otherwise it is asked on: a refund never fails by silence.
 */
const MAX_SENDS = 3;

/** What a refund's lease says about its earlier calls. */
export interface RefundHistory {
  /** Before the lease. */
  readonly previousStatus: RefundStatus;
  /** The acquirer's own id, if it is known. */
  readonly providerId: string | null;
  readonly sendCount: number;
  /** The last send had a response whose effect is not known. */
  readonly answered: boolean;
  /** Since the first send under the present key. */
  readonly sentMsAgo: number;
}

type Offer = Pick<Sheet, 'closesRefunds' | 'idempotencyMs'>;

/** The call with which a leased refund begins: `repeat` sends again under the same key, which is the question. */
export function firstCall(refund: RefundHistory, { closesRefunds, idempotencyMs }: Offer): 'send' | 'repeat' | 'find' {
  const { previousStatus, providerId, answered, sentMsAgo } = refund;
  if (previousStatus === 'pending') return 'send';
  const mustFind = previousStatus === 'processed' || providerId !== null || answered || closesRefunds;
  return mustFind || sentMsAgo >= idempotencyMs ? 'find' : 'repeat';
}

/** The call after a find that knows no such refund. `missing`: one that the acquirer did know. */
export function callAfterNotFound(refund: RefundHistory, { closesRefunds }: Offer): 'missing' | 'close' | 'send' {
  if (refund.previousStatus === 'processed' || refund.providerId !== null) return 'missing';
  return closesRefunds && refund.sendCount >= MAX_SENDS ? 'close' : 'send';
}
