import { describe, expect, it } from '@jest/globals';
import { holdsCardNumber, maskCardNumbers } from '@payment-gateway/sdk/card-text';
import { parseCardNumber } from '@payment-gateway/sdk/validators';
import fc from 'fast-check';

const withCheckDigit = (head: string) => head + [...'0123456789'].find((last) => parseCardNumber(head + last) !== null);
/** Numbers that a form accepts: of any length and network. */
const accepted = fc
  .stringMatching(/^\d{12,18}$/)
  .map(withCheckDigit)
  .filter((number) => parseCardNumber(number) !== null && new Set(number).size > 3);

/** The zeros of some scripts, each followed by its other nine digits. */
const ZEROS = ['0', '٠', '۰', '०', '০', '௦', '๐', '０', '𝟎', '𝟶', '𑁦'];
const inScript = (zero: string) => (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint((zero.codePointAt(0) ?? 0) + Number(digit)));
const percent = (text: string) => text.replace(/[^a-z]/gu, (one) => encodeURIComponent(one).replace(/^([^%])$/, hexOf));
const hexOf = (one: string) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`;
const ENCODINGS: ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  percent,
  (text) => percent(percent(text)),
  (text) => JSON.stringify(text),
  (text) => JSON.stringify(JSON.stringify({ a: text })),
  (text) => text.replace(/[^ -~]|\\/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => [...text].map((one) => `&#${one.codePointAt(0)};`).join(''),
];
const SEPARATORS = [
  '',
  ' ',
  '-',
  ' - ',
  '.',
  '\t',
  '\u00a0',
  '\u2009',
  '\u200e',
  '\u2013',
  '/',
  ':',
  '_',
  ', ',
  '\n',
  '","',
];
const separator = fc.oneof(fc.constantFrom(...SEPARATORS), fc.stringMatching(/^[ -/:-@[-`{-~]{0,4}$/));

/** The digits of a text, joined as an attacker would try. */
function digitsIn(text: string): string {
  let plain = text;
  for (let layer = 0; layer < 3; layer++) {
    plain = plain
      .replace(/(%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
      .replace(/\\u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
  }
  return [...plain.normalize('NFKC')]
    .map((one) =>
      ZEROS.map((zero) => (one.codePointAt(0) ?? 0) - (zero.codePointAt(0) ?? 0)).find((n) => n >= 0 && n < 10),
    )
    .filter((digit) => digit !== undefined)
    .join('');
}

describe('a card number in a text', () => {
  it.each([
    ['paid with 4111111111111111', 'paid with ************1111'],
    ['4012 - 8888 - 8888 - 1881', '**** - **** - **** - 1881'],
    ['4111.1111.1111.1111', '****.****.****.1111'],
    ['4111\t1111\u00a01111\u20091111', '****\t****\u00a0****\u20091111'],
    ['card_4111111111111111x', 'card_************1111x'],
    ['["4111","1111","1111","1111"]', '["****","****","****","1111"]'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', '**** **** **** ١١١١'],
    ['４１１１１１１１１１１１１１１１', '************１１１１'],
    ['{\\"n\\":\\"4111\\u00a01111\\t1111 1111\\"}', '{\\"n\\":\\"****\\u00a0****\\t**** 1111\\"}'],
    ['4111&nbsp;1111&#32;1111 1111', '****&nbsp;****&#32;**** 1111'],
    ['4%111\\\\n1111\\\\n1111\\\\n1111', '*%***\\\\n****\\\\n****\\\\n1111'],
    ['two: 4111111111111111 5555555555554444', 'two: ************1111 ************4444'],
  ])('%j is masked as %j', (text, masked) => expect(maskCardNumbers(text)).toBe(masked));

  it.each([
    'order_1A2b3C4d5E6f7G8h paid',
    'at 2026-11-22T23:04:05.123Z',
    'at 2026-11-22 23:04:05.123456789 and 2026-11-22 23:04:06',
    'amount 99999999999',
    '1234567890123 is not a card',
    'request 20205512-4980-4c5c-a98f-0db0772ac8bd', // 2020551249804 passes Luhn's check
    'sha256 4111111111111111aa00000000000000000000000000000000000000000000ff',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    'नमस्ते 1234 %20 100%',
  ])('%j is not changed', (text) => expect(maskCardNumbers(text)).toBe(text));

  it('whatever a form accepts is masked, in any script, with any separators, encoded in any way', () => {
    fc.assert(
      fc.property(
        accepted,
        fc.constantFrom(...ZEROS),
        fc.array(separator, { minLength: 19, maxLength: 19 }),
        fc.constantFrom(...ENCODINGS),
        fc.stringMatching(/^[a-z =:"]{0,12}$/),
        fc.stringMatching(/^[a-z =:"]{0,12}$/),
        (number, zero, separators, encode, before, after) => {
          const typed = [...inScript(zero)(number)].map((digit, place) => separators[place] + digit).join('');
          const masked = maskCardNumbers(encode(`${before}${typed}${after}`));
          expect(digitsIn(masked)).not.toContain(number.slice(0, -4));
          // Two decodings of `%30` are masked by one star: no more digits may remain than may be shown.
          const stars = masked.split('*').length - 1;
          expect(stars >= number.length - 4 || digitsIn(masked).length <= 4).toBe(true);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('a number is masked with every character that the parser accepts between or as digits', () => {
    let taken = 0;
    for (let code = 0; code < 0x20000; code++) {
      const one = String.fromCodePoint(code);
      for (const typed of [`4012${one}8888${one}8888${one}1881`, `40128888${one}8888188`]) {
        if (parseCardNumber(typed) === null) continue;
        taken++;
        const hidden = maskCardNumbers(`a ${typed} b`).split('*').length - 1;
        if (hidden < 12) throw new Error(`U+${code.toString(16)} shows ${16 - hidden} digits`);
      }
    }
    expect(taken).toBeGreaterThan(50);
  });
});

describe('a card number in another field is refused', () => {
  it.each([
    '4111111111111111',
    'paid by 4012 - 8888 - 8888 - 1881 yesterday',
    '4111.1111.1111.1111',
    '4111.1111-1111/1111',
    '3782 822463 10005',
    '30569309025904',
    '4111 1111 1111 1111 12/30',
    '4111111111111111@upi',
    'https://shop.example/?n=4111%201111%201111%201111',
    '４１１１１１１１１１１１１１１１',
    '٤١١١١١١١١١١١١١١١',
    '3566002020360505',
    '6759649826438453',
  ])('%j', (text) => expect(holdsCardNumber(text)).toBe(true));

  it.each([
    ['letters before it', 'ORD4111111111111111'],
    ['letters after it', '4111111111111111a'],
    ['a digit beside it', '41111111111111110'],
    ['thirteen digits', '4222222222222'],
    ['no network', '9111111111111111'],
    ['a length that the network does not have', '55555555555555557'],
    ['a wrong check digit', '4111111111111112'],
    ['a date and a time', '30/11/2026 10:22:33'],
    ['a UUID', '20205512-4980-4c5c-a98f-0db0772ac8bd'],
    ['a time in milliseconds', '1764367735123'],
    ['a telephone number', '+91 98765 43210'],
  ])('except with %s: %j', (_, text) => expect(holdsCardNumber(text)).toBe(false));
});

it.each([
  ['digits and spaces', '0 '],
  ['percent-encoded digits', '%30'],
  ['digits of another alphabet', '٠'],
  ['digits alone', '1'],
])('the cost of a text of %s is linear in its length', (_, part) => {
  const cost = (length: number) => {
    const before = process.cpuUsage().user;
    maskCardNumbers(part.repeat(length));
    return process.cpuUsage().user - before;
  };
  cost(1_000);
  // Quadratic growth would multiply the cost by 256; 50 ms are for other work of the process.
  expect(cost(32_000)).toBeLessThan(64 * cost(2_000) + 50_000);
});
