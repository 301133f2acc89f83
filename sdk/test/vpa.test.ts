import { describe, expect, it } from '@jest/globals';
import { isValidVPA } from '@payment-gateway/sdk';
import fc from 'fast-check';

describe('a VPA', () => {
  it.each([
    'user@paytm',
    'john.doe_1-2@okhdfcbank',
    'ab@y2',
    'u@paytm',
    'user@p',
    'user@1bank',
    `${'a'.repeat(256)}@${'b'.repeat(64)}`,
  ])('%s is valid', (text) => {
    expect(isValidVPA(text)).toBe(true);
  });

  it.each([
    '',
    'user',
    '@paytm',
    'user@',
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
  ])('%j is not valid', (text) => {
    expect(isValidVPA(text)).toBe(false);
  });

  it('is two parts around one @, for any content of the parts', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9._-]{1,40}$/);
    const handle = fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/);
    fc.assert(
      fc.property(name, handle, (left, right) => isValidVPA(`${left}@${right}`) && !isValidVPA(`${left}${right}`)),
    );
  });
});
