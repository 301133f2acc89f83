import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  retryAfterSecondsOf,
  LIVE_SCHEDULE,
  nextDelay,
  parseSchedule,
  schedulesOf,
  SHORT_TEST_SCHEDULE,
  TEST_SCHEDULE,
} from './retry-schedule.js';

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

describe('the promised schedules', () => {
  it.each([
    ['test', TEST_SCHEDULE, [0, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR]],
    ['short test', SHORT_TEST_SCHEDULE, [0, 5 * SECOND, 10 * SECOND, 15 * SECOND, 20 * SECOND]],
    ['live', LIVE_SCHEDULE, [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, ...[2, 5, 10, 14, 20, 24].map((h) => h * HOUR)]],
  ])('%s', (_name, schedule, expected) => {
    expect(schedule).toEqual(expected);
    expect(expected.map((_, attempts) => nextDelay({ schedule, attempts, jitter: 0 }))).toEqual(expected);
    expect(nextDelay({ schedule, attempts: expected.length, jitter: 0 })).toBeNull();
  });

  it('come from the settings; an explicit schedule takes precedence', () => {
    const none = { WEBHOOK_RETRY_INTERVALS_TEST: false };
    expect(schedulesOf(none)).toEqual({ live: LIVE_SCHEDULE, test: TEST_SCHEDULE });
    expect(schedulesOf({ WEBHOOK_RETRY_INTERVALS_TEST: true })).toEqual({
      live: LIVE_SCHEDULE,
      test: SHORT_TEST_SCHEDULE,
    });
    expect(
      schedulesOf({
        WEBHOOK_RETRY_INTERVALS_TEST: true,
        WEBHOOK_RETRY_SCHEDULE: '0s',
        WEBHOOK_RETRY_SCHEDULE_TEST: '0s,200ms',
      }),
    ).toEqual({ live: [0], test: [0, 200] });
    expect(() => schedulesOf({ ...none, WEBHOOK_RETRY_SCHEDULE_TEST: '5' })).toThrow(
      'WEBHOOK_RETRY_SCHEDULE_TEST: "5"',
    );
  });
});

describe('the text of a schedule', () => {
  it('may have every unit and spaces', () => {
    expect(parseSchedule(' 0s, 250ms,1m ,2h,3d')).toEqual([0, 250, MINUTE, 2 * HOUR, 72 * HOUR]);
  });

  it.each(['', ' ', '5', '5x', '-1s', '1.5s', '1s,', ',1s', '1s;2s', '1e3s', '9999999999s', '31d'])(
    '%j is refused',
    (text) => {
      expect(() => parseSchedule(text)).toThrow(/is not a duration such as|has a delay above 30d/);
    },
  );

  it('has at most 50 attempts', () => {
    expect(() => parseSchedule(Array(51).fill('0s').join(','))).toThrow('at most 50 attempts, not 51');
  });
});

describe('Retry-After', () => {
  it.each([
    ['lengthens the step', 1, 120, 2 * MINUTE],
    ['never shortens it', 1, 10, MINUTE],
    ['is capped at the step after next', 1, 86_400, 5 * MINUTE],
    ['changes nothing before the last attempt', 4, 86_400, 2 * HOUR],
    ['grants no attempt beyond the schedule', 5, 10, null],
  ])('%s', (_promise, attempts, retryAfterSeconds, expected) => {
    expect(nextDelay({ schedule: TEST_SCHEDULE, attempts, retryAfterSeconds, jitter: 0 })).toBe(expected);
  });

  const now = new Date('2026-03-01T10:00:00Z');
  it.each([
    [429, '120', 120],
    [502, '0', 0],
    [503, 'Sun, 01 Mar 2026 10:00:30 GMT', 30],
    [504, 'Sun, 01 Mar 2026 09:59:30 GMT', null],
    [500, '120', null],
    [200, '120', null],
    [503, '1.5', null],
    [503, '-5', null],
    [503, 'soon', null],
    [503, '2026', 2026],
    [503, '2027-01-01', null],
    [503, null, null],
    [null, '120', null],
  ])('of a %s response with %j is %s seconds', (responseCode, header, expected) => {
    expect(retryAfterSecondsOf(responseCode, header, now)).toBe(expected);
  });
});

describe('whatever the schedule and the receiver', () => {
  const schedules = fc.array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: 1, maxLength: 20 });
  const retryAfters = fc.option(
    fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.double({ min: 0, max: 1e9, noNaN: true })),
  );
  const jitters = fc.double({ min: 0, max: 1, noNaN: true });

  it('an attempt is never early, and late by at most the following step and 10 %', () => {
    fc.assert(
      fc.property(schedules, fc.nat(19), retryAfters, jitters, (schedule, attempts, retryAfterSeconds, jitter) => {
        const delay = nextDelay({ schedule, attempts, retryAfterSeconds, jitter });
        const step = schedule[attempts];
        if (step === undefined) return expect(delay).toBeNull();
        expect(delay).toBeGreaterThanOrEqual(step);
        expect(delay).toBeLessThanOrEqual(Math.ceil(Math.max(step, schedule[attempts + 1] ?? step) * 1.1));
        expect(Number.isSafeInteger(delay)).toBe(true);
      }),
    );
  });

  it('there are exactly as many attempts as the schedule has steps', () => {
    fc.assert(
      fc.property(schedules, retryAfters, jitters, (schedule, retryAfterSeconds, jitter) => {
        let attempts = 0;
        while (nextDelay({ schedule, attempts, retryAfterSeconds, jitter }) !== null) attempts++;
        expect(attempts).toBe(schedule.length);
      }),
    );
  });
});
