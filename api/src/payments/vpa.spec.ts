import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isVpa } from './vpa.js';

describe('a VPA', () => {
  it.each(['user@paytm', 'john.doe_1-2@okhdfcbank', 'ab@y2', `${'a'.repeat(256)}@${'b'.repeat(64)}`])(
    '%s is one',
    (text) => {
      expect(isVpa(text)).toBe(true);
    },
  );

  it.each([
    '',
    'user',
    '@paytm',
    'user@',
    'u@paytm',
    'user@p',
    'user@1bank',
    'user@ok-bank',
    'user@ok.bank',
    'user name@paytm',
    'user@@paytm',
    'user@pay@tm',
    'user+tag@paytm',
    'üser@paytm',
    'user@paytm\n',
    ' user@paytm',
    `${'a'.repeat(257)}@paytm`,
    `user@${'b'.repeat(65)}`,
    42,
    null,
    ['user@paytm'],
  ])('%j is none', (text) => {
    expect(isVpa(text)).toBe(false);
  });

  it('is its two parts around one @, whatever they hold', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9._-]{2,40}$/);
    const handle = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{1,20}$/);
    fc.assert(fc.property(name, handle, (left, right) => isVpa(`${left}@${right}`) && !isVpa(`${left}${right}`)));
  });
});
