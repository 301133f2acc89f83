import { describe, expect, it } from '@jest/globals';
import { decide, opened } from './charge.js';
import { cancelRefundResultOf, type Refund, refundResultOf, refusal } from './refund.js';

const terms = { merchantId: 'm', currency: 'INR' };
const request = { ...terms, reference: 'rfnd_1', chargeReference: 'pay_1', amount: 300 };
const fresh = opened(
  'default',
  { ...terms, reference: 'pay_1', amount: 500, instrument: 'sim', capture: 'automatic' },
  'success',
  0,
);
const captured = decide(fresh);
const refund: Refund = {
  ...{ chargeReference: 'pay_1', status: 'approved', amount: 300, currency: 'INR' },
  ...{ connectorReference: 'sim_1', readyInMs: 0, declineReason: null },
};

describe('a refund at the bank', () => {
  it('is taken from captured money only, and never more than is left', () => {
    expect(refusal(captured, request)).toBeUndefined();
    expect(refusal({ ...captured, refundedAmount: 200 }, request)).toBeUndefined();
    expect(refusal({ ...captured, refundedAmount: 201 }, request)).toBe('refund_exceeds_captured');
    expect(refusal({ ...captured, disputedAmount: 200 }, request)).toBeUndefined();
    expect(refusal({ ...captured, disputedAmount: 201 }, request)).toBe('refund_exceeds_captured');
    expect(refusal(captured, { ...request, amount: 0 })).toBe('refund_exceeds_captured');
    expect(refusal(decide({ ...fresh, capture: 'manual' }), request)).toBe('refund_exceeds_captured');
    expect(refusal(fresh, request)).toBe('charge_not_approved');
  });

  it('is refused for the charge of another merchant, in another currency, or on the card whose refunds fail', () => {
    expect(refusal(undefined, request)).toBe('charge_not_found');
    expect(refusal(captured, { ...request, merchantId: 'other' })).toBe('charge_not_found');
    expect(refusal(captured, { ...request, currency: 'USD' })).toBe('charge_not_approved');
    expect(refusal({ ...captured, outcome: 'refund_declined' }, request)).toBe('refund_declined');
  });

  it('is pending until it is due, and cannot be cancelled meanwhile', () => {
    const early = { ...refund, readyInMs: 40 };
    expect(refundResultOf(early)).toMatchObject({ outcome: 'pending', retryAfterMs: 40 });
    expect(cancelRefundResultOf(early)).toMatchObject({ outcome: 'pending' });
    expect(refundResultOf(refund)).toEqual({
      ...{ outcome: 'approved', connectorReference: 'sim_1' },
      ...{ amount: 300, currency: 'INR', captured: 300 },
    });
  });

  it('is declined once its reference has been closed', () => {
    const closed: Refund = { ...refund, status: 'cancelled' };
    expect(cancelRefundResultOf(closed)).toEqual({ outcome: 'cancelled' });
    expect(refundResultOf(closed)).toMatchObject({ outcome: 'declined', reason: 'refund_cancelled' });
  });
});
