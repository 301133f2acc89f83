import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { guessesFor, refuseWeakPassword } from './password-strength.js';

const CONTEXT = ['asha.rao@teashop.example', 'Asha Rao', 'Tea Shop Bengaluru'];
const assess = (password: string) =>
  refuseWeakPassword(password, 'password', CONTEXT).then(
    () => 'accepted',
    (error: { code: string; field: string }) => [error.code, error.field].join(' '),
  );
const REFUSED = 'BAD_REQUEST_ERROR password';

describe('a new password', () => {
  it.each([
    ['digits in a row', '123456789012'],
    ['twelve spaces', ' '.repeat(12)],
    ['no-break spaces', '\u00a0'.repeat(14)],
    ['one character', 'aaaaaaaaaaaaaaaa'],
    ['a repeated word', 'monkeymonkeymonkey'],
    ['a sequence', 'abcdefghijklmnop'],
    ['a sequence backwards', '9876543210987'],
    ['keys beside each other', 'qwertyuiop[]'],
    ['a walk over the keyboard', '1qaz2wsx3edc4rfv'],
    ['a breached one of twelve', '1q2w3e4r5t6y'],
    ['a common word and a year', 'Password2026!'],
    ['letters for digits', 'P@ssw0rd1234'],
    ['a common word in capitals', 'ADMINISTRATOR'],
    ['letters apart', 'p a s s w o r d 1 2'],
    ['full width', 'ｐａｓｓｗｏｒｄ１２３４'],
    ['backwards', 'drowssap1234'],
    ['a sentence of common words', 'thisismypassword'],
    ['a date', '28-11-2026 28-11-2026'],
    ['the own email', 'asha.rao@teashop.example'],
    ['the own email in capitals, and more', 'ASHA.RAO@TEASHOP.EXAMPLE1'],
    ['the own name', 'asha rao asha rao'],
    ['the own name and digits', 'AshaRao123456'],
    ['the name of the shop', 'teashopbengaluru'],
    ['the name of the shop and a year', 'Tea-Shop-2026'],
    ['the name of this program', 'payment-gateway'],
  ])('that is %s is refused, with what to do', async (_, password) => {
    expect(await assess(password)).toBe(REFUSED);
    await expect(refuseWeakPassword(password, 'password', CONTEXT)).rejects.toThrow(/Take several words/);
  });

  it.each([
    ['several words', 'correct lamp orbit'],
    ['small letters alone', 'zkqvwxhgbtfm'],
    ['digits alone', '739104826157'],
    ['another script', 'शाम को बारिश आएगी'],
    ['several words with a common one', 'a password of some length'],
    ['what a password manager makes', 'x7Kq9!vB2#mZ'],
    ['much', 'quite another text of two hundred characters and more '.repeat(4)],
  ])('of %s is accepted: no kind of character is required', async (_, password) => {
    expect(await assess(password)).toBe('accepted');
  });

  it('needs no more guesses in another case, with spaces in between, or in full width', async () => {
    const word = fc.constantFrom('password', 'letmein', 'iloveyou', 'dragon', 'football', 'sunshine', 'asharao');
    const disguises = [
      (text: string) => text.toUpperCase(),
      (text: string) => [...text].join(' '),
      (text: string) => [...text].map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join(''),
      (text: string) => `  ${text}  `,
    ];
    await fc.assert(
      fc.asyncProperty(word, fc.stringMatching(/^\d{0,4}$/), fc.constantFrom(...disguises), async (one, end, hide) => {
        const plain = await guessesFor(one + end, CONTEXT);
        expect(await guessesFor(hide(one + end), CONTEXT)).toBeLessThanOrEqual(plain * 2);
      }),
      { numRuns: 20 },
    );
  });

  it('is estimated by its first 64 characters, so that the longest text does not take seconds of CPU time', async () => {
    const hostile = fc.constantFrom('p4ssw0rd@$!', 'abcdefgh1234', '1/1/1', 'a', '  ', 'lamp orbit ');
    await fc.assert(
      fc.asyncProperty(hostile, fc.string({ maxLength: 192 }), async (text, more) => {
        const first = text.repeat(64).slice(0, 64);
        expect(await guessesFor(first + more, CONTEXT)).toBe(await guessesFor(first, CONTEXT));
      }),
      { numRuns: 5 },
    );
  });
});
