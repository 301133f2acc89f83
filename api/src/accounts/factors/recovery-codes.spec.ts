import { describe, expect, it } from '@jest/globals';
import { hashRecoveryCode, newRecoveryCodes, readRecoveryCode } from './recovery-codes.js';

describe('recovery codes', () => {
  it('are ten different ones, without letters that look alike', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}$/);
  });

  it.each([
    ['k7mq-22ab-cdef-gh34', 'k7mq22abcdefgh34'],
    [' K7MQ 22AB CDEF GH34 ', 'k7mq22abcdefgh34'],
    ['k7mq22abcdefgh34', 'k7mq22abcdefgh34'],
    ['123456', null],
    ['k7mq-22ab-cdef-gh3', null],
    ['k7mq-22ab-cdef-gh30', null],
    ['', null],
  ])('%j is read as %j', (typed, code) => expect(readRecoveryCode(typed)).toBe(code));

  it('the hash is the same however the code is written, and differs between users', () => {
    const [code = ''] = newRecoveryCodes();
    expect(hashRecoveryCode('a', readRecoveryCode(code.toUpperCase()) ?? '')).toEqual(hashRecoveryCode('a', code));
    expect(hashRecoveryCode('b', code)).not.toEqual(hashRecoveryCode('a', code));
  });
});
