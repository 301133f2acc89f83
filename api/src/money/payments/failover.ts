import { isUnshownPage } from './bank-calls.service.js';
import type { LeasedCharge, NextState } from './leased-charge.js';

/** A payment has at most so many charges, each at another account. */
export const MAX_CHARGES = 3;

/**
 * Why a payment may be tried at its next account. `not_prepared`: the page was not made, so that no shopper has its address.
 * `declined`: the acquirer takes no money for the charge. `left`: the shopper asked for another page, and the acquirer has
 * proved that this one cannot be paid on any more.
 */
export type MoveCause = 'not_prepared' | 'declined' | 'left';

/**
 * Null: the payment stays where it is. An unknown outcome never moves, nor does a payment whose end was requested, nor
 * one whose shopper was already asked for a password or an approval and would be asked again.
 */
export function moveCause(charge: LeasedCharge, next: NextState): MoveCause | null {
  const { flow, cancelCause } = charge;
  if (charge.status !== 'open') return null;
  if (flow === 'redirect' && cancelCause === 'elsewhere') return isProvenlyClosed(next) ? 'left' : null;
  if (cancelCause !== null && cancelCause !== 'unanswered') return null;
  if (flow === 'redirect') return isUnshownPage(charge) && isUnmade(next) ? 'not_prepared' : null;
  if (charge.wasAsked || !next.error) return null;
  return next.charge === 'failed' || isProvenlyClosed(next) ? 'declined' : null;
}

/** Closed, and no attempt had begun: nothing is left to watch. */
const isProvenlyClosed = ({ charge, watchMs }: NextState): boolean => charge === 'closed' && watchMs === undefined;

const isUnmade = (next: NextState): boolean =>
  next.open === 'unknown' || next.charge === 'failed' || isProvenlyClosed(next);
