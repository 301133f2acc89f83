import { describe, expect, it } from '@jest/globals';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { demandsOnRefunds, unmetByRefund } from './refund-rules.js';

const DAY_MS = 86_400_000;
const FREE = { partialRefunds: true, refundableMs: null } as unknown as Sheet;

describe('a refund that the sheet lacks is refused', () => {
  it('each connector demands what its sheet says', () => {
    const limits = { KWD: { min: 10, multipleOf: 10 } };
    const strict = { partialRefunds: false, refundableMs: DAY_MS, refundLimits: limits } as unknown as Sheet;
    const offers = [
      { name: 'free', sheet: FREE },
      { name: 'strict', sheet: strict },
    ];
    expect(demandsOnRefunds(offers)).toEqual({
      free: { whole_only: false, refundable_ms: null },
      strict: { whole_only: true, refundable_ms: DAY_MS, limits },
    });
  });

  it.each([
    ['in part', { partialRefunds: false }, 100, 0, 'in full only'],
    ['all of it', { partialRefunds: false }, undefined, 0, null],
    ['all of what is left after a refund elsewhere', { partialRefunds: false }, 400, 0, 'in full only'],
    ['too late', { refundableMs: DAY_MS }, undefined, DAY_MS, 'within 1 days'],
    ['in time', { refundableMs: DAY_MS }, 100, DAY_MS - 1, null],
    ['too little', { refundLimits: { KWD: { min: 200 } } }, 199, 0, 'at least 200 KWD'],
    ['no multiple', { refundLimits: { KWD: { min: 10, multipleOf: 10 } } }, 101, 0, 'multiples of 10'],
    ['a multiple', { refundLimits: { KWD: { min: 10, multipleOf: 10 } } }, 110, 0, null],
    ['of a currency without limits', { refundLimits: { OMR: { min: 200 } } }, 1, 0, null],
  ])('%s', (_, sheet, wanted, capturedMsAgo, words) => {
    const payment = { amountCaptured: 500, refundable: 500, capturedMsAgo, currency: 'KWD' };
    const error = unmetByRefund({ ...FREE, ...sheet }, payment, wanted);
    expect(error?.reason ?? null).toBe(words === null ? null : 'refund_not_supported');
    if (words !== null) expect(error?.message).toContain(words);
  });
});
