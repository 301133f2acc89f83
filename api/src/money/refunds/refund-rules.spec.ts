import { describe, expect, it } from '@jest/globals';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { demandsOnRefund, unmetByRefund } from './refund-rules.js';

const DAY_MS = 86_400_000;
const FREE = { partialRefunds: true, refundableMs: null } as unknown as Sheet;

describe('a refund that the sheet lacks is refused', () => {
  it('nothing is demanded by a sheet that has everything, or where there is none', () => {
    for (const sheet of [FREE, null])
      expect(demandsOnRefund(sheet)).toEqual({ whole_only: false, refundable_ms: null, refund_limits: null });
  });

  it.each([
    ['in part', { partialRefunds: false }, 100, 0, 'in full only'],
    ['all of it', { partialRefunds: false }, undefined, 0, null],
    ['all of what is left after a refund elsewhere', { partialRefunds: false }, 400, 0, 'in full only'],
    ['too late', { refundableMs: DAY_MS }, undefined, DAY_MS, 'within 1 days'],
    ['in time', { refundableMs: DAY_MS }, 100, DAY_MS - 1, null],
    ['too little', { refundLimits: { KWD: { min: 200 } } }, 199, 0, 'at least 200 KWD'],
    ['no multiple', { refundLimits: { KWD: { min: 10, step: 10 } } }, 101, 0, 'multiples of 10'],
    ['a multiple', { refundLimits: { KWD: { min: 10, step: 10 } } }, 110, 0, null],
    ['of a currency without limits', { refundLimits: { OMR: { min: 200 } } }, 1, 0, null],
  ])('%s', (_, sheet, wanted, capturedMsAgo, words) => {
    const payment = { amountCaptured: 500, refundable: 500, capturedMsAgo, currency: 'KWD' };
    const error = unmetByRefund({ ...FREE, ...sheet }, payment, wanted);
    expect(error?.reason ?? null).toBe(words === null ? null : 'refund_not_supported');
    if (words !== null) expect(error?.message).toContain(words);
  });
});
