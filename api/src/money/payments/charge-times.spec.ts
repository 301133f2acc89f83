import { describe, expect, it } from '@jest/globals';
import { MAX_QUIET_SURPLUS_TRIES, surplusRetryMs } from './charge-times.js';

const HOUR_MS = 3_600_000;

describe('a further payment on a page that cannot be given back', () => {
  it('is tried again after ever longer delays, then every day, without an end', () => {
    const delays = Array.from({ length: 8 }, (_, tries) => surplusRetryMs(tries));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect([delays[0], delays[4], surplusRetryMs(1_000)]).toEqual([60_000, 24 * HOUR_MS, 24 * HOUR_MS]);
  });

  it('raises an alert within the first hour', () => {
    const quiet = Array.from({ length: MAX_QUIET_SURPLUS_TRIES - 1 }, (_, tries) => surplusRetryMs(tries));
    expect(quiet.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(HOUR_MS);
  });
});
