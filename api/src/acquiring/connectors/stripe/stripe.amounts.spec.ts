import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCurrency } from '../../../platform/currency.js';
import { fromStripe, limitsOf, multipleOf, STRIPE_CURRENCIES, toStripe } from './stripe.amounts.js';

describe('amounts at Stripe', () => {
  it.each<[string, number, number | null]>([
    ['USD', 1_050, 1_050],
    ['INR', 50, 50],
    ['JPY', 500, 500],
    ['KRW', 500, 500],
    ['XPF', 1, 1],
    ['HUF', 17_500, 17_500],
    ['TWD', 80_045, 80_045],
    // Two digits at Stripe, none in the currency.
    ['ISK', 5, 500],
    ['UGX', 5, 500],
    // None at Stripe, two in the currency: a part of an ariary cannot be charged.
    ['MGA', 500, 5],
    ['MGA', 550, null],
    // Three digits, of which the last is 0.
    ['KWD', 5_120, 5_120],
    ['KWD', 5_124, null],
    ['BHD', 10, 10],
    ['TND', 9, null],
  ])('%s %d is %d', (currency, amount, converted) => {
    expect(toStripe(amount, currency)).toBe(converted);
    if (converted !== null) expect(fromStripe(converted, currency)).toBe(amount);
  });

  it('an amount that is no whole number of the gateway’s unit is no result', () => {
    expect(() => fromStripe(550, 'ISK')).toThrow('550 is no amount of ISK');
  });

  it('every amount within the limits comes back as it was', () => {
    const currency = fc.constantFrom(...STRIPE_CURRENCIES);
    const amount = currency.chain((code) => {
      const { min, max, multipleOf: step = 1 } = limitsOf(code);
      const count = fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) });
      return fc.tuple(
        fc.constant(code),
        count.map((times) => times * step),
      );
    });
    fc.assert(
      fc.property(amount, ([code, value]) => {
        const converted = toStripe(value, code);
        expect(converted).not.toBeNull();
        expect(String(converted).length).toBeLessThanOrEqual(8);
        expect(fromStripe(converted ?? 0, code)).toBe(value);
      }),
    );
  });

  it.each([
    ['USD', { min: 50, max: 99_999_999 }],
    ['INR', { min: 50, max: 99_999_999 }],
    ['GBP', { min: 30, max: 99_999_999 }],
    ['JPY', { min: 50, max: 99_999_999 }],
    ['ISK', { min: 1, max: 999_999 }],
    ['KWD', { min: 10, max: 99_999_990, multipleOf: 10 }],
    ['MGA', { min: 100, max: 9_999_999_900, multipleOf: 100 }],
  ])('%s has the limits %j', (currency, limits) => expect(limitsOf(currency)).toEqual(limits));

  it('every currency is one of the gateway, named once', () => {
    expect(STRIPE_CURRENCIES.filter((one) => !isCurrency(one))).toEqual([]);
    expect(new Set(STRIPE_CURRENCIES).size).toBe(STRIPE_CURRENCIES.length);
    for (const one of STRIPE_CURRENCIES) expect(multipleOf(one)).toBeGreaterThan(0);
  });
});
