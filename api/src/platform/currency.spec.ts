import { describe, expect, it } from '@jest/globals';
import { amountLimitsOf, CURRENCIES, exponentOf, formatAmount, isCurrency } from './currency.js';

describe('a currency', () => {
  it.each([
    ['INR', 2],
    ['USD', 2],
    ['LAK', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['KWD', 3],
    ['IQD', 3],
  ])('%s has %d decimals', (code, exponent) => {
    expect(exponentOf(code)).toBe(exponent);
  });

  it.each([
    ['INR', 100, 99_999_999_999],
    ['USD', 100, 99_999_999_999],
    ['KWD', 100, 99_999_999_999],
    ['JPY', 1, 99_999_999_999],
    ['UGX', 1, 99_999_999_999],
    ['IRR', 100, 9_999_999_999_999],
    ['IQD', 100, 9_999_999_999_999],
  ])('the limits of an amount in %s are %d and %d', (code, minimum, maximum) => {
    expect(amountLimitsOf(code)).toEqual({ minimum, maximum });
  });

  it.each(['inr', '', 'RUPEES', 'XAU', 'XTS', 'XXX', 'CLF', 'UYW', 'DEM', 'HRK', 'toString', null, 356])(
    '%j is none',
    (code) => {
      expect(isCurrency(code)).toBe(false);
    },
  );

  it('is known to Intl, with a name of its own', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' });
    // Newer than the tables of the oldest runtime we support.
    const young = new Set(['XCG', 'ZWG']);
    expect(CURRENCIES.filter((code) => !young.has(code) && names.of(code) === undefined)).toEqual([]);
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    expect(CURRENCIES.length).toBeGreaterThan(150);
    expect(CURRENCIES.every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
  });
});

describe('an amount as people write it', () => {
  it.each([
    [50_000, 'INR', '₹500.00'],
    [50_000_000, 'INR', '₹5,00,000.00'],
    [5, 'INR', '₹0.05'],
    [-12_345, 'INR', '-₹123.45'],
    [1_234_567, 'USD', '$12,345.67'],
    [1_234_567, 'JPY', '¥1,234,567'],
    [9_007_199_254_740_993n, 'INR', '₹9,00,71,99,25,47,409.93'],
  ])('%d %s is %s', (minor, currency, text) => {
    expect(formatAmount(minor, currency)).toBe(text);
  });

  it('keeps three decimals where the currency has them', () => {
    expect(formatAmount(1_500, 'KWD').replace(/\s/u, ' ')).toBe('KWD 1.500');
  });
});
