import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLuhnValid } from './luhn.js';
import { redactLine, redactText, redactValue } from './redaction.js';

const card = fc
  .stringMatching(/^\d{12,18}$/)
  .map((body) => [...'0123456789'].map((digit) => body + digit).find(isLuhnValid) ?? '')
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
      body: [{ card: { number: '************1111', CVV: '[redacted]', holder_name: 'A' } }],
      'X-Api-Secret': '[redacted]',
      password: '[redacted]',
      otp: null,
    });
  });

  it('returns a line with nothing to hide as the very same text', () => {
    const line =
      '{"level":"info","time":"2026-11-22T23:04:05.123Z","msg":"order created","id":"order_1A2b3C4d5E6f7G8h"}\n';
    expect(redactLine(line)).toBe(line);
  });

  it('still hides a card in a line that is not JSON', () => {
    expect(redactLine('broken {"number":"4111111111111111"')).toBe('broken {"number":"************1111"');
  });
});
