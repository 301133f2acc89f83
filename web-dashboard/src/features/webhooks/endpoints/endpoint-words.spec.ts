import { describe, expect, it } from '@jest/globals';
import { healthOf } from './endpoint-words';

const AT = '2026-11-30T10:00:00.000Z';
const [ON, FAILING, OFF] = [
  { enabled: true, failingSince: null },
  { enabled: true, failingSince: AT },
  { enabled: false, failingSince: AT },
];
type Case = [string, typeof ON | typeof FAILING, Parameters<typeof healthOf>[1], number?];
const tried = (attempts: number, succeeded: number) => ({ attempts, succeeded, lastAttemptAt: AT });

describe('the health of an endpoint', () => {
  it.each([
    ['disabled', OFF, tried(3, 0)],
    ['failing', FAILING, tried(3, 0), 0],
    ['failing', FAILING, tried(100, 99), 61],
    ['unsteady', FAILING, tried(10, 9), 59],
    ['unused', ON, { attempts: 0, succeeded: 0, lastAttemptAt: null }],
    ['unused', ON, undefined],
    ['healthy', ON, tried(0, 0)],
    ['healthy', ON, tried(100, 95)],
    ['unsteady', ON, tried(100, 94)],
  ] as Case[])('is %s', (value, endpoint, health, minutes = 0) =>
    expect(healthOf(endpoint, health, Date.parse(AT) + minutes * 60_000).value).toBe(value),
  );

  it('says how many attempts failed', () =>
    expect(healthOf(ON, tried(1_211, 1_110)).words).toBe('101 of 1,211 attempts failed'));
});
