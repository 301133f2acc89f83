import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAmount } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { amountHint, inMajorUnits } from './amount';

describe('a typed amount', () => {
  it.each<[string, number | null, number?]>([
    ['499', 49_900],
    ['499.00', 49_900],
    [' 499.5 ', 49_950],
    ['0.01', 1],
    ['0', 0],
    ['1,000', 100_000],
    ['1,000.50', 100_050],
    ['12,345,678.90', 1_234_567_890],
    ['1,00,000.00', 10_000_000],
    ['12,34,56,789', 12_345_678_900],
    ['500', 500, 0],
    ['1,500', 1_500, 0],
    ['1.234', 1_234, 3],
    ['1,234.000', 1_234_000, 3],
    // A decimal comma in many countries: 10.50, not 1050.
    ['10,50', null],
    ['10,5', null],
    ['0,500', null],
    ['1.000,50', null],
    ['1,234', null, 3],
    ['1,0000', null],
    ['1,00,00', null],
    ['1000,000', null],
    ['100,00,000', null],
    ['1,000,00,000', null],
    ['1,,000', null],
    [',500', null],
    ['500,', null],
    ['1 000', null],
    ['1 000.50', null],
    ['1.000.000', null],
    ['499.', null],
    ['.50', null],
    ['499.001', null],
    ['499.0', null, 0],
    ['-5', null],
    ['+5', null],
    ['5e3', null],
    ['₹500', null],
    ['a lot', null],
    ['', null],
    ['9'.repeat(17), null],
  ])('%j is %j', (text, amount, exponent = 2) => expect(minorUnits(text, exponent)).toBe(amount));

  it.each(['en-IN', 'en-US'])('reads back every amount that %s writes', (locale) =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), (minor) => {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100);
        expect(minorUnits(text)).toBe(minor);
      }),
    ),
  );
});

describe('the message about an amount', () => {
  it.each([
    [
      'INR',
      2,
      'Enter an amount such as 499.00 or 1,000.00, in INR. A point separates the decimals, commas the thousands.',
    ],
    ['JPY', 0, 'Enter an amount such as 500 or 1,000, in JPY. No decimals; commas separate thousands.'],
    [
      'KWD',
      3,
      'Enter an amount such as 4.500 or 1,000.000, in KWD. A point separates the decimals, commas the thousands.',
    ],
  ])('in %s names its %s decimals', (currency, exponent, hint) => {
    expect(amountHint(currency, exponent)).toBe(hint);
    const [, ...examples] = /such as (.+) or (.+), in/.exec(hint) ?? [];
    for (const example of examples) expect(minorUnits(example, exponent)).not.toBeNull();
  });

  it.each([
    ['amount must be at least 100', 'INR', 'Amount must be at least ₹1.00'],
    ['amount must be at least 100', 'JPY', 'Amount must be at least JP¥100'],
    ['amount must be at least 1', 'KWD', 'Amount must be at least KWD 0.001'],
    ['amount must be at most 99999999999', 'INR', 'Amount must be at most ₹99,99,99,999.99'],
    ['Refund amount must be at least 1', 'INR', 'Refund amount must be at least ₹0.01'],
    ['Refund amount exceeds available amount', 'INR', 'Refund amount exceeds available amount'],
  ])('%s, in %s: %s', (said, currency, words) =>
    expect(inMajorUnits(said, (minor) => formatAmount(minor, currency)).replace(/\u00a0/g, ' ')).toBe(words),
  );
});
