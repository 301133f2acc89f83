import { describe, expect, it } from '@jest/globals';
import { detectCardNetwork as networkOf, parseCardNumber } from '@payment-gateway/sdk/validators';
import fc from 'fast-check';
import { ApiError } from '../../platform/errors/api-error.js';
import {
  type CardInput,
  isExpired,
  parseCard,
  parseExpiryMonth,
  parseExpiryYear,
  refuseCvvOfOtherLength,
} from './card.js';

const NOW = new Date('2026-11-22T12:00:00Z');
const GOOD: CardInput = {
  number: '4111 1111 1111 1111',
  expiry_month: '12',
  expiry_year: '30',
  cvv: '123',
  holder_name: 'A. Payer',
};

describe('a card number', () => {
  it.each([
    ['4111 1111 1111 1111', '4111111111111111'],
    ['5555-5555-5555-4444', '5555555555554444'],
    [' 3782 822463 10005 ', '378282246310005'],
    ['4222222222222', '4222222222222'],
    ['6304000000000000000', '6304000000000000000'],
    ['4111\u00a01111 – 1111\u200e 1111', '4111111111111111'],
    ['٤١١١١١١١١١١١١١١١', '4111111111111111'],
  ])('%j is %s', (typed, number) => {
    expect(parseCardNumber(typed)).toBe(number);
  });

  it.each([
    '',
    '4111111111111112',
    '411111111111',
    '41111111111111111111',
    '4111.1111.1111.1111',
    '4111111111111111x',
    '411111111111111½',
  ])('%j is none', (typed) => {
    expect(parseCardNumber(typed)).toBeNull();
  });

  it('survives any spacing', () => {
    const gaps = fc.array(fc.constantFrom('', ' ', '-', '  '), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(gaps, (between) => {
        const typed = [...'4000000000003220'].map((digit, place) => digit + between[place]).join('');
        expect(parseCardNumber(typed)).toBe('4000000000003220');
      }),
    );
  });

  it.each([
    ['4', 'visa'],
    ['50', 'unknown'],
    ['51', 'mastercard'],
    ['55', 'mastercard'],
    ['56', 'unknown'],
    ['2220', 'unknown'],
    ['2221', 'mastercard'],
    ['2229', 'mastercard'],
    ['2230', 'mastercard'],
    ['2699', 'mastercard'],
    ['2700', 'mastercard'],
    ['2720', 'mastercard'],
    ['2721', 'unknown'],
    ['34', 'amex'],
    ['37', 'amex'],
    ['35', 'unknown'],
    ['3527', 'unknown'],
    ['3528', 'jcb'],
    ['3589', 'jcb'],
    ['3590', 'unknown'],
    ['60', 'rupay'],
    ['65', 'rupay'],
    ['6011', 'discover'],
    ['62', 'unionpay'],
    ['643', 'unknown'],
    ['644', 'discover'],
    ['649', 'discover'],
    ['67', 'maestro'],
    ['650031', 'elo'],
    ['652111', 'rupay'],
    ['80', 'unknown'],
    ['81', 'rupay'],
    ['89', 'rupay'],
    ['90', 'unknown'],
    ['508', 'rupay'],
    ['507', 'unknown'],
    ['300', 'diners'],
    ['305', 'diners'],
    ['306', 'unknown'],
    ['36', 'diners'],
    ['38', 'diners'],
    ['39', 'unknown'],
  ])('that begins with %s is %s', (leading, network) => {
    expect(networkOf(leading.padEnd(16, '0'))).toBe(network);
  });

  it('is mastercard in exactly the ranges 51-55 and 2221-2720', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9999 }), (leading) => {
        const expected = (leading >= 5100 && leading <= 5599) || (leading >= 2221 && leading <= 2720);
        expect(networkOf(`${leading}000000000000`) === 'mastercard').toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('an expiry', () => {
  it.each([
    ['1', 1],
    ['01', 1],
    ['12', 12],
    [7, 7],
    ['0', null],
    ['13', null],
    [0, null],
    [1.5, null],
    ['1e0', null],
    ['-1', null],
    ['', null],
    [null, null],
  ])('month %j is %j', (typed, month) => {
    expect(parseExpiryMonth(typed)).toBe(month);
  });

  it.each([
    ['30', 2030],
    ['2030', 2030],
    [30, 2030],
    [2030, 2030],
    ['00', 2000],
    ['5', null],
    [5, null],
    ['030', null],
    ['20301', null],
    [-30, null],
    ['3O', null],
    [{}, null],
  ])('year %j is %j', (typed, year) => {
    expect(parseExpiryYear(typed)).toBe(year);
  });

  it.each([
    [11, 2026, '2026-11-22T12:00:00Z', false],
    [11, 2026, '2026-11-30T23:59:59.999Z', false],
    [11, 2026, '2026-12-01T00:00:00Z', false],
    [11, 2026, '2026-12-01T11:59:59.999Z', false],
    [11, 2026, '2026-12-01T12:00:00Z', true],
    [12, 2026, '2027-01-01T11:59:59.999Z', false],
    [12, 2026, '2027-01-01T12:00:00Z', true],
    [1, 2027, '2026-12-31T23:59:59Z', false],
    [10, 2026, '2026-11-01T12:00:00Z', true],
    [12, 2025, '2026-01-01T12:00:00Z', true],
    [2, 2028, '2028-03-01T11:59:59.999Z', false],
  ])('%d/%d at %s, 12 hours of grace after the month in UTC: expired is %s', (month, year, now, expired) => {
    expect(isExpired(month, year, new Date(now))).toBe(expired);
  });
});

describe('a card', () => {
  it('is normalised', () => {
    const card = {
      number: '4111111111111111',
      network: 'visa',
      expiryMonth: 12,
      expiryYear: 2030,
      cvv: '123',
      holderName: 'A. Payer',
    };
    expect(parseCard(GOOD, NOW)).toEqual(card);
    expect(parseCard({ ...GOOD, expiry_month: 12, expiry_year: 2030 }, NOW)).toEqual(card);
  });

  it.each<[Partial<CardInput>, string, string]>([
    [{ number: '4111111111111112' }, 'INVALID_CARD', 'card.number'],
    [{ expiry_month: '13' }, 'INVALID_CARD', 'card.expiry_month'],
    [{ expiry_year: '230' }, 'INVALID_CARD', 'card.expiry_year'],
    [{ expiry_month: '10', expiry_year: '26' }, 'EXPIRED_CARD', 'card.expiry_month'],
    [{ cvv: '12' }, 'INVALID_CARD', 'card.cvv'],
    [{ cvv: '12345' }, 'INVALID_CARD', 'card.cvv'],
    [{ cvv: '12x' }, 'INVALID_CARD', 'card.cvv'],
  ])('with %j is refused: %s, %s', (change, code, field) => {
    const input = { ...GOOD, ...change };
    let refusal: unknown;
    try {
      parseCard(input, NOW);
    } catch (error) {
      refusal = error;
    }
    if (!(refusal instanceof ApiError)) throw new Error('the card was accepted');
    expect([refusal.code, refusal.field]).toEqual([code, field]);
    expect(JSON.stringify(refusal) + refusal.message).not.toContain(input.number);
  });

  it.each([
    ['378282246310005', '1234', true],
    ['378282246310005', '123', false],
    ['4111111111111111', '123', true],
    ['4111111111111111', '1234', false],
    ['6759649826438453', '1234', true],
  ])('%s with the CVV %s: good if it is live is %s; to a test merchant it is good', (number, cvv, good) => {
    const card = parseCard({ ...GOOD, number, cvv }, NOW);
    const refusal = expect.objectContaining({ reason: 'invalid_cvv', field: 'card.cvv' });
    if (good) refuseCvvOfOtherLength(card);
    else expect(() => refuseCvvOfOtherLength(card)).toThrow(refusal);
  });
});
