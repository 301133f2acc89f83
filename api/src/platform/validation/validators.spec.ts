import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from '../errors/api-error.js';
import { compileDto } from './compile-dto.js';
import {
  charactersIn,
  IsAmount,
  IsCurrency,
  IsNotes,
  IsPartialAmount,
  IsReturnUrl,
  IsText,
  IsWhole,
} from './validators.js';

class Sample {
  @IsAmount() amount = 100;
  @IsPartialAmount('Refund amount must be at least 1') part = 1;
  @IsWhole(60, 31_536_000) expires_in = 60;
  @IsText(5, 1) receipt = 'r';
  @IsCurrency() currency = 'INR';
  @IsNotes() notes: unknown = {};
  @IsReturnUrl() return_url = 'https://shop.example';
}
const read = compileDto(Sample);
const faultOf = (input: Record<string, unknown>): string | null => {
  try {
    read(input);
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.field).toBe(Object.keys(input)[0]);
    return error.description;
  }
};

describe('validators', () => {
  const NOT_WHOLE = "amount must be an integer in the currency's minor unit";
  it.each<[unknown, string | null]>([
    [100, null],
    [99_999_999_999, null],
    [99, 'amount must be at least 100'],
    [0, 'amount must be at least 100'],
    [-500, 'amount must be at least 100'],
    [100_000_000_000, 'amount must be at most 99999999999'],
    ['500', NOT_WHOLE],
    [500.5, NOT_WHOLE],
    [99.5, 'amount must be at least 100'],
    [-0.5, 'amount must be at least 100'],
    [NaN, NOT_WHOLE],
    [1e21, NOT_WHOLE],
    [Infinity, NOT_WHOLE],
    [null, NOT_WHOLE],
    [true, NOT_WHOLE],
    [[500], NOT_WHOLE],
    [{}, NOT_WHOLE],
    [2 ** 53, NOT_WHOLE],
  ])('amount %j: %s', (amount, fault) => {
    expect(faultOf({ amount })).toBe(fault);
  });

  it('an amount is taken exactly when it is a safe integer within the bounds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger()), (amount) => {
        expect(faultOf({ amount }) === null).toBe(
          Number.isInteger(amount) && amount >= 100 && amount <= 99_999_999_999,
        );
      }),
    );
  });

  it.each([
    [1, 'JPY', null],
    [0, 'JPY', 'amount must be at least 1'],
    [99, 'USD', 'amount must be at least 100'],
    [100_000_000_000, 'IRR', null],
    [10_000_000_000_000, 'IRR', 'amount must be at most 9999999999999'],
    [100_000_000_000, 'JPY', 'amount must be at most 99999999999'],
    [50, 'nonsense', 'amount must be at least 100'],
  ])('an amount of %d %s has the limits of its currency: %s', (amount, currency, fault) => {
    expect(faultOf({ amount, currency })).toBe(fault);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ amount: 99 }, 'amount_too_small'],
    [{ amount: 1e11 }, 'amount_too_large'],
    [{ amount: '100' }, 'invalid_parameter'],
    [{ amount: null }, 'missing_parameter'],
    [{ part: 0 }, 'amount_too_small'],
    [{ currency: 'inr' }, 'currency_not_supported'],
  ])('%j is refused for the reason %s', (input, reason) => {
    expect(() => read(input)).toThrow(expect.objectContaining({ reason }));
  });

  it('notes that PHP wrote as an empty array are an empty map', () => {
    expect(read({ notes: [] })).toMatchObject({ notes: {} });
  });

  it.each<[Record<string, unknown>, string | null]>([
    [{ part: 1 }, null],
    [{ part: 0.5 }, 'Refund amount must be at least 1'],
    [{ part: 1.5 }, "part must be an integer in the currency's minor unit"],
    [{ part: 0 }, 'Refund amount must be at least 1'],
    [{ part: -1 }, 'Refund amount must be at least 1'],
    [{ part: '1' }, "part must be an integer in the currency's minor unit"],
    [{ expires_in: 59 }, 'expires_in must be an integer from 60 to 31536000'],
    [{ expires_in: 60.5 }, 'expires_in must be an integer from 60 to 31536000'],
    [{ expires_in: 31_536_000 }, null],
    [{ receipt: '😀😀😀😀😀' }, null],
    [{ receipt: '123456' }, 'receipt must be at most 5 characters long'],
    [{ receipt: '' }, 'receipt must be at least 1 characters long'],
    [{ receipt: 5 }, 'receipt must be a string'],
    [{ currency: 'KWD' }, null],
    [{ currency: 'inr' }, 'currency must be the code of an active currency in capitals, such as INR'],
    [{ notes: { a: 'b', '': '' } }, null],
    [{ notes: { a: 1, b: null, c: ['d', { e: false }], ['k'.repeat(300)]: '😀'.repeat(300) } }, null],
    [{ notes: 'a' }, 'notes must be an object'],
    [{ notes: ['a'] }, 'notes must be an object'],
    [{ notes: null }, 'notes must be an object'],
  ])('%j: %s', (input, fault) => {
    expect(faultOf(input)).toBe(fault);
  });

  it('counts characters, not UTF-16 units', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(charactersIn(text)).toBe([...text].length)));
    expect(faultOf({ return_url: 'ftp://shop.example' })).toBe(
      'return_url must be an https URL, http on this machine or in a private network, or an app link such as myshop://paid',
    );
  });
});
