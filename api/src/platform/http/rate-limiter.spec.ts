import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { RateLimiter } from './rate-limiter.js';

describe('a rate limiter', () => {
  it('allows as many uses per key as the rate, and returns when to retry', async () => {
    const limiter = new RateLimiter('spec', { count: 3, periodMs: 10_000 });
    const verdicts = [];
    for (let n = 0; n < 5; n++) verdicts.push(await limiter.consume('10.0.0.1'));
    expect(verdicts.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
      [false, 0],
    ]);
    expect(verdicts[2]).toMatchObject({ limit: 3, resetSeconds: 10, retryAfterSeconds: 0 });
    expect(verdicts[3]).toMatchObject({ limit: 3, resetSeconds: 10, retryAfterSeconds: 10 });
    expect((await limiter.consume('10.0.0.2')).allowed).toBe(true);
  });

  it('allows no more than the rate under concurrency', async () => {
    const limiter = new RateLimiter('spec-burst', { count: 7, periodMs: 10_000 });
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limiter.consume('key')));
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(7);
  });

  it('a use that is given back no longer counts', async () => {
    const limiter = new RateLimiter('spec-back', { count: 1, periodMs: 10_000 });
    for (let n = 0; n < 3; n++) {
      expect((await limiter.consume('key')).allowed).toBe(true);
      await limiter.giveBack('key');
    }
    expect((await limiter.consume('key')).allowed).toBe(true);
    expect((await limiter.consume('key')).allowed).toBe(false);
  });

  it('limits nothing when it is off', async () => {
    const limiter = new RateLimiter('spec-off', 'off');
    expect(limiter.off).toBe(true);
    for (let n = 0; n < 100; n++) expect((await limiter.consume('key')).allowed).toBe(true);
  });

  it('counts in memory while Redis is down', async () => {
    const unreachable = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, retryStrategy: null });
    const limiter = new RateLimiter('spec-away', { count: 1, periodMs: 10_000 }, unreachable);
    expect((await limiter.consume('key')).allowed).toBe(true);
    expect((await limiter.consume('key')).allowed).toBe(false);
    unreachable.disconnect();
  });
});
