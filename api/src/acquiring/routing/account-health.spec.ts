import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AccountHealth,
  FIRST_PASS_MS,
  healthAfter,
  LONGEST_PASS_MS,
  newHealth,
  passMs,
  stateOf,
  THRESHOLD,
} from './account-health.js';

const NOW = 1_000_000;
const answered = (count = 1) => ({ answered: count, failed: 0 });
const failed = (count = 1) => ({ answered: 0, failed: count });
const dead = () => healthAfter(healthAfter(newHealth('card'), answered(50), NOW), failed(4), NOW);

describe('the health of an account', () => {
  it('falls below the threshold after four faults in a row, and payments pass it over', () => {
    const used = healthAfter(newHealth('card'), answered(50), NOW);
    expect(stateOf(healthAfter(used, failed(3), NOW), NOW)).toBe('well');
    expect(dead()).toMatchObject({ trips: 1, passedOverUntil: NOW + FIRST_PASS_MS });
    expect(stateOf(dead(), NOW)).toBe('passed_over');
  });

  it('a new account is not judged by its first faults', () => {
    expect(stateOf(healthAfter(newHealth('upi'), failed(4), NOW), NOW)).toBe('well');
  });

  it('one fault in ten says nothing', () => {
    let health = newHealth('card');
    for (let i = 0; i < 100; i++) {
      health = healthAfter(healthAfter(health, answered(9), NOW), failed(), NOW);
      expect(stateOf(health, NOW)).toBe('well');
    }
  });

  it('is tried again when its time is over, once at a time', () => {
    const later = NOW + FIRST_PASS_MS;
    expect(stateOf(dead(), later - 1)).toBe('passed_over');
    expect(stateOf(dead(), later)).toBe('trial');
    expect(stateOf({ ...dead(), trialUntil: later + 1 }, later)).toBe('passed_over');
    expect(stateOf({ ...dead(), trialUntil: later }, later)).toBe('trial'); // the trial before was never ended
  });

  it('is used again after an answered trial, and passed over for twice as long after a failed one', () => {
    const later = NOW + FIRST_PASS_MS;
    const well = healthAfter({ ...dead(), trialUntil: later + 1 }, answered(), later);
    expect(well).toMatchObject({ passedOverUntil: null, trialUntil: null });
    expect(well.score).toBeGreaterThan(THRESHOLD);
    expect(healthAfter(dead(), failed(), later)).toMatchObject({
      trips: 2,
      passedOverUntil: later + 2 * FIRST_PASS_MS,
    });
  });

  it('attempts that had begun before it was passed over neither restore it nor prolong its time', () => {
    for (const late of [answered(), failed()]) {
      expect(healthAfter(dead(), late, NOW + 1).passedOverUntil).toBe(NOW + FIRST_PASS_MS);
    }
  });

  it('the time begins with the shortest again once the account has been well for a while', () => {
    const later = NOW + FIRST_PASS_MS;
    const restored = healthAfter(healthAfter(dead(), answered(), later), answered(30), later);
    expect(restored.trips).toBe(0);
    expect(passMs(1)).toBe(FIRST_PASS_MS);
    expect(passMs(99)).toBe(LONGEST_PASS_MS);
  });

  it('the score stays between 0 and 1, and answers never lower it', () => {
    const counts = fc.record({ answered: fc.nat(50), failed: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(counts, { maxLength: 30 }), fc.nat(100_000), (all, step) => {
        let health: AccountHealth = newHealth('card');
        for (const [i, attempts] of all.entries()) {
          const next = healthAfter(health, attempts, NOW + i * step);
          expect(next.score).toBeGreaterThanOrEqual(0);
          expect(next.score).toBeLessThanOrEqual(1);
          if (attempts.failed === 0) expect(next.score).toBeGreaterThanOrEqual(health.score);
          health = next;
        }
      }),
    );
  });
});
