import { describe, expect, it } from '@jest/globals';
import { Secret } from 'otpauth';
import { newTotpSecret, stepOf, totpUrl } from './totp.js';

/** The secret of RFC 6238, appendix B. */
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32;
const at = (seconds: number) => new Date(seconds * 1000);

describe('time-based codes', () => {
  // The RFC lists eight digits; six digits are the last six of them.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('are those of RFC 6238 at %i seconds', (seconds, digits) => {
    expect(stepOf(RFC_SECRET, digits.slice(2), at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it('are accepted one step early or late, and no more', () => {
    const [seconds, code, step] = [1_111_111_111, '050471', Math.floor(1_111_111_111 / 30)];
    const accepted = [-60, -30, 0, 30, 60].map((drift) => stepOf(RFC_SECRET, code, at(seconds + drift)));
    expect(accepted).toEqual([null, step, step, step, null]);
  });

  it.each(['', '05047', '0504711', '050472', 'abcdef', '٠٥٠٤٧١'])('%j is no code', (code) => {
    expect(stepOf(RFC_SECRET, code, at(1_111_111_111))).toBeNull();
  });

  it('a new secret has 160 bits and is another each time', () => {
    const secrets = new Set(Array.from({ length: 50 }, newTotpSecret));
    expect(secrets.size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('the address for apps names issuer and account', () => {
    const url = new URL(totpUrl(RFC_SECRET, 'asha@shop.example'));
    expect(url.protocol).toBe('otpauth:');
    expect(decodeURIComponent(url.pathname)).toContain('Payment gateway:asha@shop.example');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'Payment gateway',
      secret: RFC_SECRET,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
