import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountHint, minorUnits } from './amount';

describe('an amount as typed', () => {
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
    // As the decimal comma of half the world: 10.50, not 1050.
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

  it.each(['en-IN', 'en-US'])('whatever %s writes is read as what it was', (locale) =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), (minor) => {
        const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100);
        expect(minorUnits(text)).toBe(minor);
      }),
    ),
  );
});

describe('the hint for an amount', () => {
  it.each([
    ['INR', 2, '499.00 or 1,000.00'],
    ['KWD', 3, '499.000 or 1,000.000'],
    ['JPY', 0, '499 or 1,000,'],
  ])('in %s shows its decimals and can be typed as it stands', (currency, exponent, shown) => {
    const hint = amountHint(currency, exponent);
    expect(hint).toContain(shown);
    const [, example = ''] = /such as ([\d.,]+) or/.exec(hint) ?? [];
    expect(minorUnits(example, exponent)).toBe(499 * 10 ** exponent);
  });
});
