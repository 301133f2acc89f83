import { describe, expect, it } from '@jest/globals';
import { parseCardNumber } from '@payment-gateway/sdk/validators';
import fc from 'fast-check';
import { redactLine, redactText, redactValue, reduceCard } from './redaction.js';

const card = fc
  .stringMatching(/^\d{12,18}$/)
  .map((body) => [...'0123456789'].map((digit) => body + digit).find((one) => parseCardNumber(one)) ?? '')
  .filter((number) => new Set(number).size > 3);
const words = fc.stringMatching(/^[a-z =:"]{0,20}$/);

describe('redaction', () => {
  it.each([
    ['paid with 4111111111111111', 'paid with ************1111'],
    ['paid with 4111 1111 1111 1111 12/30', 'paid with **** **** **** 1111 12/30'],
    ['4111-1111-1111-1111', '****-****-****-1111'],
    ['2026-11-22 4111111111111111 30', '2026-11-22 ************1111 30'],
    ['card_4111111111111111x', 'card_************1111x'],
    ['two: 4111111111111111 5555555555554444', 'two: ************1111 ************4444'],
    ['key secret_test_xyz789 is wrong', 'key secret_test_[redacted] is wrong'],
    ['whsec_MfKQ9r8GKYqrTwjU/PD8=', 'whsec_[redacted]'],
    ['rtsec_c2hvcHBlcnMgY29tZSBiYWNr_-A', 'rtsec_[redacted]'],
    ['Authorization: Basic a2V5OnNlY3JldA==', 'Authorization: Basic [redacted]'],
    ['X-Api-Secret: abc123', 'X-Api-Secret: [redacted]'],
    ['{\\"cvv\\":\\"123\\",\\"a\\":1}', '{\\"cvv\\":\\"[redacted]\\",\\"a\\":1}'],
    ['cvv=123&otp=123456', 'cvv=[redacted]&otp=[redacted]'],
    ['connect postgres://app:hunter2@db:5432/x', 'connect postgres://app:[redacted]@db:5432/x'],
  ])('%s', (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  it.each([
    'order_1A2b3C4d5E6f7G8h paid',
    'at 2026-11-22T23:04:05.123Z',
    'amount 99999999999',
    '1234567890123 is no card',
    'request 20205512-4980-4c5c-a98f-0db0772ac8bd', // 2020551249804 passes Luhn's check
  ])('leaves %j alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('hides a card wherever it stands, in any grouping', () => {
    const grouping = fc.constantFrom('', ' ', '-');
    fc.assert(
      fc.property(card, grouping, words, words, fc.boolean(), (number, gap, before, after, nested) => {
        const typed = number.replace(/(\d{4})(?=\d)/g, `$1${gap}`);
        const text = `${before}${typed}${after}`;
        const line = JSON.stringify({
          msg: nested ? '' : text,
          deep: nested ? [{ any: text }] : [],
          [`k ${typed}`]: 1,
        });
        expect(redactLine(line)).not.toContain(typed);
        expect(redactLine(line)).not.toContain(number);
        expect(JSON.parse(redactLine(line))).toBeDefined();
      }),
    );
  });

  it('leaves every UUID as it is, and hides the card beside it', () => {
    fc.assert(
      fc.property(fc.uuid(), card, (id, number) => {
        const masked = `${'*'.repeat(number.length - 4)}${number.slice(-4)}`;
        expect(redactText(`${id} ${number} ${id}`)).toBe(`${id} ${masked} ${id}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hides the fields of the list at any depth, and numbers too', () => {
    const value = {
      body: [{ card: { number: 4111111111111111, CVV: 123, holder_name: 'A' } }],
      'X-Api-Secret': 's',
      password: 'p',
      otp: null,
    };
    expect(redactValue(value)).toEqual({
      body: [{ card: { network: 'visa', last4: '1111' } }],
      'X-Api-Secret': '[redacted]',
      password: '[redacted]',
      otp: null,
    });
  });

  it('a card number is masked under any spelling of its field, split over a list or over fields', () => {
    const spelling = fc.constantFrom(
      'number',
      'Number',
      'card_number',
      'cardNumber',
      'PAN',
      'card-no',
      'ccNum',
      'n',
      'ｎｕｍｂｅｒ',
    );
    const part = fc.integer({ min: 1, max: 7 });
    const wrap = fc.constantFrom<(name: string, parts: string[]) => unknown>(
      (name, parts) => ({ [name]: parts.join(' - ') }),
      (name, parts) => ({ [name]: parts }),
      (name, parts) => ({ deep: [{ [name]: parts.map((one) => [one]) }] }),
      (name, parts) => ({ card: { [name]: parts.join('') } }),
      (name, parts) => ({
        notes: Object.fromEntries(parts.map((one, place) => [`${name}${'abcdefghijklmnopqrst'[place]}`, one])),
      }),
      (name, parts) => ({ [name]: JSON.stringify({ a: encodeURIComponent(parts.join('\u00a0')) }) }),
      (name, parts) => ({ [`${name} ${parts.join('.')}`]: true }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('4012888888881881', '5555555555554444', '3566002020360505'),
        part,
        spelling,
        wrap,
        (number, size, name, make) => {
          const parts = number.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
          const line = JSON.stringify(redactValue(make(name, parts)));
          expect(line.replace(/%[\da-f]{2}/gi, '').replace(/\D/g, '').length).toBeLessThan(10);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['cvn', 'CVN2', 'cid', 'csc', 'card_cvv', 'cardCvv', 'cardcvv', 'security-code', 'cvv2', 'CVC'],
    ['pin', 'upi_pin', 'atmPin', 'mpin', 'pwd', 'user_pwd', 'passwd', 'passphrase', 'new-password', 'PassCode'],
    ['pan', 'card_pan', 'otp', 'loginOtp', 'accessToken', 'client_secret', 'ｃｖｖ', 'c.v.v'],
  ])('a secret is masked under each of these names', (...names) => {
    for (const name of names)
      expect([name, redactValue({ [name]: '731' })]).toEqual([name, { [name.normalize()]: '[redacted]' }]);
  });

  it.each([
    'company',
    'span',
    'shipping',
    'opinion',
    'incident',
    'card_network',
    'card_last4',
    'japan',
    'laptop',
    'compass',
  ])('the field %s is none of them', (name) => expect(redactValue({ [name]: '731' })).toEqual({ [name]: '731' }));

  it.each<[unknown, unknown]>([
    [
      { number: '4012 - 8888 - 8888 - 1881', cvv: '731', holder_name: 'A' },
      { network: 'visa', last4: '1881' },
    ],
    [{ number: 6011111111111117 }, { network: 'discover', last4: '1117' }],
    [{ number: '4012888888881882' }, { network: 'unknown', last4: null }], // a mistyped digit
    [{ number: ['4012', '8888'] }, { network: 'unknown', last4: null }],
    ['4012888888881881', { network: 'visa', last4: '1881' }],
    [null, null],
  ])('of the card %j the log holds %j', (card, kept) => expect(reduceCard(card)).toEqual(kept));

  it('returns a line with nothing to hide as the very same text', () => {
    const line =
      '{"level":"info","time":"2026-11-22T23:04:05.123Z","msg":"order created","id":"order_1A2b3C4d5E6f7G8h"}\n';
    expect(redactLine(line)).toBe(line);
  });

  it('still hides a card in a line that is not JSON', () => {
    expect(redactLine('broken {"number":"4111111111111111"')).toBe('broken {"number":"************1111"');
  });
});
