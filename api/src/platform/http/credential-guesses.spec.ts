import { describe, expect, it } from '@jest/globals';
import { AddressLimiter } from './address-limiter.js';
import { CredentialGuesses } from './credential-guesses.js';

const SLOW_DOWN = { code: 'RATE_LIMIT_ERROR', retryAfterSeconds: 60 };
let number = 0;

function guesses(rate: { count: number; periodMs: number } | 'off' = { count: 3, periodMs: 60_000 }) {
  const checks = new CredentialGuesses(new AddressLimiter(`spec-guesses-${number++}`, rate));
  const right = new Set(['right', 'also right']);
  let lookedUp = 0;
  const attempt = (address: string, credentials: string) =>
    checks.check(address, credentials, () => {
      lookedUp++;
      return Promise.resolve(right.has(credentials) ? credentials : null);
    });
  return { attempt, right, lookedUp: () => lookedUp };
}

describe('wrong credentials', () => {
  it('are limited per address, and then refused before anything is looked up', async () => {
    const { attempt, lookedUp } = guesses();
    for (let n = 0; n < 3; n++) expect(await attempt('192.0.2.1', `wrong ${n}`)).toBeNull();
    for (let n = 0; n < 5; n++) await expect(attempt('192.0.2.1', `wrong ${n}`)).rejects.toMatchObject(SLOW_DOWN);
    expect(lookedUp()).toBe(3);
    expect(await attempt('192.0.2.2', 'wrong')).toBeNull();
  });

  it('are counted per /64, not per address in it', async () => {
    const { attempt } = guesses();
    for (let n = 1; n <= 3; n++) expect(await attempt(`2001:db8::${n}`, 'wrong')).toBeNull();
    await expect(attempt('2001:db8::4', 'wrong')).rejects.toMatchObject(SLOW_DOWN);
  });

  it('of another caller do not block a verified caller at the same address', async () => {
    const { attempt } = guesses();
    expect(await attempt('192.0.2.1', 'right')).toBe('right');
    for (let n = 0; n < 3; n++) await attempt('192.0.2.1', 'wrong');
    await expect(attempt('192.0.2.1', 'wrong')).rejects.toMatchObject(SLOW_DOWN);
    for (let n = 0; n < 20; n++) expect(await attempt('192.0.2.1', 'right')).toBe('right');
    // New and right: until the window ends, it cannot be distinguished from a guess without a look-up.
    await expect(attempt('192.0.2.1', 'also right')).rejects.toMatchObject(SLOW_DOWN);
    expect(await attempt('192.0.2.9', 'also right')).toBe('also right');
  });

  it('count even if they were right before: a revoked key does not avoid the limit', async () => {
    const { attempt, right } = guesses();
    await attempt('192.0.2.1', 'right');
    right.clear();
    for (let n = 0; n < 3; n++) expect(await attempt('192.0.2.1', 'right')).toBeNull();
    await expect(attempt('192.0.2.1', 'right')).rejects.toMatchObject(SLOW_DOWN);
  });

  it('are not counted if they were right, or if the look-up failed', async () => {
    const { attempt } = guesses();
    for (let n = 0; n < 20; n++) await attempt('192.0.2.1', 'right');
    const away = new CredentialGuesses(new AddressLimiter('spec-away', { count: 1, periodMs: 60_000 }));
    for (let n = 0; n < 5; n++)
      await expect(away.check('192.0.2.1', 'any', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await attempt('192.0.2.1', 'wrong')).toBeNull();
  });

  it('are not limited when the limit is off', async () => {
    const { attempt } = guesses('off');
    for (let n = 0; n < 50; n++) expect(await attempt('192.0.2.1', 'wrong')).toBeNull();
  });
});
