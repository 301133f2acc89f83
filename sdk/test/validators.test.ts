import { describe, expect, it } from '@jest/globals';
import { formatAmount, isValidCardNumber, isValidCvv, isValidExpiry } from '@payment-gateway/sdk';
import { cardNetworkName, currencyExponent, detectCardNetwork } from '@payment-gateway/sdk';
import fc from 'fast-check';
import { CURRENCIES, exponentOf } from '../../api/src/platform/currency.js';
import { isExpired, parseCard, refuseCvvOfOtherLength } from '../../api/src/money/payments/card.js';

const runs = { numRuns: 3_000 };
const digits = fc.stringMatching(/^\d{0,21}$/);
/** Digits, half of the time with a correct check digit. */
const numbers = fc.oneof(
  digits,
  fc
    .stringMatching(/^\d{12,18}$/)
    .map((head) => head + [...'0123456789'].find((last) => isValidCardNumber(head + last))),
);

describe('the form’s checks agree with the server', () => {
  const decided = (number: string, cvv: string) => {
    try {
      const input = { number, expiry_month: 12, expiry_year: 2040, cvv, holder_name: '' };
      const card = parseCard(input, new Date('2026-11-22'));
      refuseCvvOfOtherLength(card);
      return card.network;
    } catch (error) {
      return (error as { field?: string }).field;
    }
  };

  it('on card numbers, networks and CVVs', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom('', ' ', '-', '\t', '.', '\u00a0', ' \u2013 ', '\u200f'),
        fc.constantFrom('123', '1234'),
        (number, gap, cvv) => {
          const typed = number.replace(/(\d{4})(?=\d)/g, `$1${gap}`);
          const network = detectCardNetwork(typed);
          const told = !isValidCardNumber(typed) ? 'card.number' : isValidCvv(cvv, network) ? network : 'card.cvv';
          expect([typed, told]).toEqual([typed, decided(typed, cvv)]);
        },
      ),
      runs,
    );
  });

  it('on the decimals of every currency', () => {
    for (const code of CURRENCIES) expect([code, currencyExponent(code)]).toEqual([code, exponentOf(code)]);
    expect(CURRENCIES.length).toBeGreaterThan(100);
  });
});

describe('validators', () => {
  it.each([
    ['4111 1111 1111 1111', 'visa'],
    ['5555-5555-5555-4444', 'mastercard'],
    ['2223003122003222', 'mastercard'],
    ['378282246310005', 'amex'],
    ['6521111111111110', 'rupay'],
    ['30569309025904', 'diners'],
    ['6011111111111117', 'discover'],
    ['6445644564456445', 'discover'],
    ['65', 'rupay'],
    ['60', 'rupay'],
    ['5081', 'rupay'],
    ['81', 'rupay'],
    ['3566002020360505', 'jcb'],
    ['3527', 'unknown'],
    ['3590', 'unknown'],
    ['6200000000000005', 'unionpay'],
    ['6759649826438453', 'maestro'],
    ['6304000000000000', 'maestro'],
    ['6362970000457013', 'elo'],
    ['5090', 'unknown'],
    ['509000', 'elo'],
    ['9111111111111111', 'unknown'],
    ['52', 'mastercard'],
    ['٤١١١ ١١', 'visa'],
    ['', 'unknown'],
  ])('%s is %s', (number, network) => expect(detectCardNetwork(number)).toBe(network));

  it.each<[number | string, number | string, boolean]>([
    [11, 26, true],
    ['11', '2026', true],
    [12, 26, true],
    [1, 27, true],
    [10, 26, false],
    [12, 25, false],
    [0, 40, false],
    [13, 40, false],
    ['1.5', 40, false],
    [1, 204, false],
  ])('expiry %s/%s in November 2026: %s', (month, year, good) =>
    expect(isValidExpiry(month, year, new Date('2026-11-30T23:59:59Z'))).toBe(good),
  );

  it.each([
    ['5555555555554444', true],
    ['3782\u00a0822463\u201310005', true],
    ['\u200e４０１２ ٨٨٨٨ 8888 1881', true],
    ['55555555555555557', false], // passes Luhn's check, but Mastercard has 16 digits
    ['3782822463100007', false], // and American Express 15
    ['4111.1111.1111.1111', false],
    ['4111 1111 1111 111', false],
  ])('the card number %j is accepted: %s', (number, good) => expect(isValidCardNumber(number)).toBe(good));

  it('an expiry has the server’s result at every moment: 12 hours of grace after the month in UTC', () => {
    const moments = fc.integer({ min: Date.UTC(2026, 9, 30), max: Date.UTC(2027, 1, 2) }).map((ms) => new Date(ms));
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 12 }), fc.constantFrom(2026, 2027), (now, month, year) => {
        expect(isValidExpiry(month, year, now)).toBe(!isExpired(month, year, now));
      }),
      runs,
    );
    expect(isValidExpiry(10, 26, new Date('2026-11-01T11:59:59Z'))).toBe(true);
    expect(isValidExpiry(10, 26, new Date('2026-11-01T12:00:00Z'))).toBe(false);
  });

  it('a CVV has three digits, four on American Express, and three or four if the network has no single rule', () => {
    expect([isValidCvv('123', 'visa'), isValidCvv('1234', 'visa'), isValidCvv('12a', 'visa')]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isValidCvv('1234', 'amex'), isValidCvv('123', 'amex')]).toEqual([true, false]);
    expect([isValidCvv('123'), isValidCvv('1234', 'maestro'), isValidCvv('12'), isValidCvv('12345')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('every mistyped digit is detected', () => {
    fc.assert(
      fc.property(numbers.filter(isValidCardNumber), fc.nat(), fc.integer({ min: 1, max: 9 }), (number, at, shift) => {
        const place = at % number.length;
        const wrong = (Number(number.charAt(place)) + shift) % 10;
        expect(isValidCardNumber(number.slice(0, place) + wrong + number.slice(place + 1))).toBe(false);
      }),
    );
  });

  it('a network has a display name', () => {
    expect(['jcb', 'amex', 'unknown', 'toString'].map(cardNetworkName)).toEqual([
      'JCB',
      'American Express',
      'Card',
      'Card',
    ]);
  });
});

describe('formatAmount', () => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
  it.each<[number | bigint, string | undefined, string | undefined, string]>([
    [50_000, undefined, undefined, '₹500.00'],
    [50_000_000, 'INR', undefined, '₹5,00,000.00'],
    [5, 'INR', undefined, '₹0.05'],
    [0, 'INR', undefined, '₹0.00'],
    [-1_050, 'USD', 'en-US', '-$10.50'],
    [1_234, 'JPY', 'en-US', '¥1,234'],
    [1_234, 'KWD', 'en-US', 'KWD 1.234'],
    [1_234_56, 'EUR', 'de-DE', '1.234,56 €'],
    [9_007_199_254_740_993n, 'INR', 'en-US', '₹90,071,992,547,409.93'],
  ])('%s %s in %s is %s', (amount, currency, locale, text) =>
    expect(plain(formatAmount(amount, currency, locale))).toBe(text),
  );

  it('refuses an amount that is not an integer', () => {
    expect(() => formatAmount(1.5)).toThrow(RangeError);
    expect(() => formatAmount(NaN)).toThrow(RangeError);
  });
});
