import { describe, expect, it } from '@jest/globals';
import { simulatedSheet } from '../../acquiring/connectors/simulated/simulated.sheet.js';
import { unmetByRefund } from '../refunds/refund-rules.js';
import { demandsOn, unmetDemand } from './sheet-rules.js';

const FREE = simulatedSheet(5_000);
const STRICT = {
  ...FREE,
  currencies: ['INR'],
  captureModes: ['automatic'] as const,
  limits: { INR: { min: 100, max: 50_000 } },
};
const ORDER = { amount: 50_000, currency: 'INR', capture: 'automatic' } as const;

describe('what a sheet lacks is refused', () => {
  it('nothing is demanded by a sheet that has everything', () => {
    expect(demandsOn(FREE)).toEqual({ only_currencies: null, only_captures: null, amount_limits: null });
    expect(unmetDemand(FREE, { amount: 1, currency: 'XYZ', capture: 'manual' })).toBeNull();
  });

  it.each([
    [{}, null],
    [{ amount: 50_001 }, 'at most 50000'],
    [{ amount: 99 }, 'at least 100'],
    [{ currency: 'USD' }, 'INR only'],
    [{ capture: 'manual' as const }, 'manual capture'],
  ])('of an order %j: %s', (change, words) => {
    const error = unmetDemand(STRICT, { ...ORDER, ...change });
    expect(error?.reason ?? null).toBe(words === null ? null : 'connection_limit');
    if (words !== null) expect(error?.message).toContain(words);
  });

  it.each([
    ['in part', { partialRefunds: false }, 100, 0, 'in full only'],
    ['all of it', { partialRefunds: false }, undefined, 0, null],
    ['all of what is left after a refund elsewhere', { partialRefunds: false }, 400, 0, 'in full only'],
    ['too late', { refundableMs: 86_400_000 }, undefined, 86_400_000, 'within 1 days'],
    ['in time', { refundableMs: 86_400_000 }, 100, 86_399_999, null],
  ])('of a refund %s', (_, sheet, wanted, capturedMsAgo, words) => {
    const payment = { amountCaptured: 500, refundable: 500, capturedMsAgo };
    const error = unmetByRefund({ ...FREE, ...sheet }, payment, wanted);
    expect(error?.reason ?? null).toBe(words === null ? null : 'refund_not_supported');
    if (words !== null) expect(error?.message).toContain(words);
  });
});
