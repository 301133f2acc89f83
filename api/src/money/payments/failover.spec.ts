import { describe, expect, it } from '@jest/globals';
import { moveCause } from './failover.js';
import type { LeasedCharge, NextState } from './leased-charge.js';

const charge = (fields: Partial<LeasedCharge> = {}) =>
  ({ status: 'open', flow: null, cancelCause: null, actionType: null, wasAsked: false, ...fields }) as LeasedCharge;
const page = (fields: Partial<LeasedCharge> = {}) => charge({ flow: 'redirect', ...fields });
const next = (fields: Partial<NextState>): NextState => ({ status: 'processing', charge: 'open', ...fields });
const declined = next({
  ...{ status: 'failed', charge: 'failed' },
  error: { code: 'PAYMENT_FAILED', reason: 'card_declined', description: 'Declined' },
});
const unanswered = { ...declined, charge: 'closed' } as const;
const watched = { ...unanswered, watchMs: 1_000 };
const unknown = next({ open: 'unknown' });
const closed = next({ status: 'cancelled', charge: 'closed' });
const SHOWN = { actionType: 'redirect', wasAsked: true };

describe('a payment may move to its next account', () => {
  it.each<[string, string | null, LeasedCharge, NextState]>([
    ['after a decline', 'declined', charge(), declined],
    [
      'after a proven close of a charge that was never answered',
      'declined',
      charge({ cancelCause: 'unanswered' }),
      unanswered,
    ],
    ['if its page was not made', 'not_prepared', page(), unknown],
    ['if its page was refused', 'not_prepared', page(), declined],
    ['if the page was given up, unshown', 'not_prepared', page({ cancelCause: 'unanswered' }), unanswered],
    [
      'if the shopper asks, and nobody can pay on the page',
      'left',
      page({ ...SHOWN, cancelCause: 'elsewhere' }),
      closed,
    ],
    ['but not while its outcome is unknown', null, charge(), unknown],
    ['but not while its shown page is unknown', null, page(SHOWN), unknown],
    ['but not if a shown page was declined: the shopper tries again there', null, page(SHOWN), declined],
    ['but not if an attempt may still land', null, charge({ cancelCause: 'unanswered' }), watched],
    [
      'but not if the shopper asks, and an attempt may still land',
      null,
      page({ ...SHOWN, cancelCause: 'elsewhere' }),
      { ...closed, watchMs: 1 },
    ],
    ['but not if somebody cancels it', null, page({ cancelCause: 'requested' }), closed],
    ['but not if its page expires', null, page({ ...SHOWN, cancelCause: 'action_expired' }), closed],
    ['but not if its shopper was asked for a password', null, charge({ wasAsked: true }), declined],
    ['but not after a success', null, charge(), next({ status: 'success', charge: 'approved' })],
    ['but not once it was approved', null, charge({ status: 'approved' }), declined],
  ])('%s', (_, cause, one, outcome) => expect(moveCause(one, outcome)).toBe(cause));
});
