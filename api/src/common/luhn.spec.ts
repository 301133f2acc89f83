import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLuhnValid } from './luhn.js';

const digits = fc.stringMatching(/^\d{12,18}$/);
const withCheckDigit = (body: string): string => {
  const check = [...'0123456789'].filter((digit) => isLuhnValid(body + digit));
  expect(check).toHaveLength(1);
  return body + check[0];
};

describe('the Luhn check', () => {
  it.each(['4111111111111111', '5555555555554444', '378282246310005', '6521111111111110', '0'])(
    'accepts %s',
    (number) => {
      expect(isLuhnValid(number)).toBe(true);
    },
  );

  it.each(['4111111111111112', '1', ''])('refuses %j', (number) => {
    expect(isLuhnValid(number)).toBe(false);
  });

  it('has exactly one right check digit for any number', () => {
    fc.assert(fc.property(digits, (body) => void withCheckDigit(body)));
  });

  it('notices every single mistyped digit', () => {
    fc.assert(
      fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const number = withCheckDigit(body);
        const place = at % number.length;
        const wrong = (Number(number.charAt(place)) + shift) % 10;
        expect(isLuhnValid(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false);
      }),
    );
  });
});
