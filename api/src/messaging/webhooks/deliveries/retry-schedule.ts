import { parseDuration } from '../../../platform/config/duration.js';

/** The delay in milliseconds before attempt n at index n - 1. The length is the number of attempts. */
export type Schedule = readonly number[];
export type Schedules = Readonly<Record<'test' | 'live', Schedule>>;

const MAX_ATTEMPTS = 50;
const MAX_DELAY = '30d';

export const LIVE_SCHEDULE = parseSchedule('0s,5s,5m,30m,2h,5h,10h,14h,20h,24h');
export const TEST_SCHEDULE = parseSchedule('0s,1m,5m,30m,2h');
/** WEBHOOK_RETRY_INTERVALS_TEST=true: the whole schedule takes less than a minute. */
export const SHORT_TEST_SCHEDULE = parseSchedule('0s,5s,10s,15s,20s');

/** Jitter spreads the retries of deliveries that failed together. It only lengthens a delay, by at most this share. */
const MAX_JITTER = 0.1;

/** Reads `0s,1m,5m`: a delay before each attempt, in ms, s, m, h or d. */
export function parseSchedule(text: string): Schedule {
  const delays = text.split(',').map((part) => parseDuration(part.trim()));
  if (delays.some((delay) => delay > parseDuration(MAX_DELAY)))
    throw new Error(`"${text}" has a delay above ${MAX_DELAY}`);
  if (delays.length > MAX_ATTEMPTS)
    throw new Error(`a schedule has at most ${MAX_ATTEMPTS} attempts, not ${delays.length}`);
  return delays;
}

export interface ScheduleSettings {
  WEBHOOK_RETRY_SCHEDULE?: string | undefined;
  WEBHOOK_RETRY_SCHEDULE_TEST?: string | undefined;
  WEBHOOK_RETRY_INTERVALS_TEST: boolean;
}

/** The schedules of the configuration. An error names the faulty variable. */
export function schedulesOf(settings: ScheduleSettings): Schedules {
  const given = (name: 'WEBHOOK_RETRY_SCHEDULE' | 'WEBHOOK_RETRY_SCHEDULE_TEST') => {
    const text = settings[name];
    if (text === undefined) return null;
    try {
      return parseSchedule(text);
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
  };
  const testSchedule = settings.WEBHOOK_RETRY_INTERVALS_TEST ? SHORT_TEST_SCHEDULE : TEST_SCHEDULE;
  return {
    live: given('WEBHOOK_RETRY_SCHEDULE') ?? LIVE_SCHEDULE,
    test: given('WEBHOOK_RETRY_SCHEDULE_TEST') ?? testSchedule,
  };
}

export interface RetryInput {
  schedule: Schedule;
  /** HTTP attempts of this round so far. */
  attempts: number;
  /** The receiver's Retry-After, see {@link retryAfterSecondsOf}. */
  retryAfterSeconds?: number | null;
  /** A random number from 0 to 1. */
  jitter: number;
}

/**
 * Milliseconds from the end of the last attempt to the next one; null if there are no more attempts. Retry-After may
 * only lengthen a step, at most to the length of the following step, so that a receiver cannot block its queue.
 */
export function nextDelay({ schedule, attempts, retryAfterSeconds, jitter }: RetryInput): number | null {
  const step = schedule[attempts];
  if (step === undefined) return null;
  const longest = schedule[attempts + 1] ?? step;
  const delay = Math.max(step, Math.min((retryAfterSeconds ?? 0) * 1000, longest));
  return Math.ceil(delay * (1 + jitter * MAX_JITTER));
}

const RETRY_AFTER_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The seconds of a Retry-After header, a number or an HTTP date. Null if it is invalid, or ignored for this status. */
export function retryAfterSecondsOf(responseCode: number | null, retryAfter: string | null, now: Date): number | null {
  if (responseCode === null || retryAfter === null || !RETRY_AFTER_STATUSES.has(responseCode)) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = (Date.parse(retryAfter) - now.getTime()) / 1000;
  return /^[A-Z][a-z]{2}, /.test(retryAfter) && seconds >= 0 ? seconds : null;
}
