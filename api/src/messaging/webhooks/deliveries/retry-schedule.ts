import { parseDuration } from '../../../platform/config/duration.js';

/** Delay in milliseconds before attempt n, at index n - 1; as many attempts as entries. */
export type Schedule = readonly number[];
export type Schedules = Readonly<Record<'test' | 'live', Schedule>>;

const MAX_ATTEMPTS = 50;
const MAX_DELAY = '30d';

export const LIVE_SCHEDULE = parseSchedule('0s,5s,5m,30m,2h,5h,10h,14h,20h,24h');
export const TEST_SCHEDULE = parseSchedule('0s,1m,5m,30m,2h');
/** WEBHOOK_RETRY_INTERVALS_TEST=true: the whole schedule can be watched within a minute. */
export const SHORT_TEST_SCHEDULE = parseSchedule('0s,5s,10s,15s,20s');

/** Jitter spreads the retries of many deliveries that failed together; only ever later, so no promise is broken. */
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

/** The schedules of a run; an error names the variable at fault. */
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
  const usual = settings.WEBHOOK_RETRY_INTERVALS_TEST ? SHORT_TEST_SCHEDULE : TEST_SCHEDULE;
  return {
    live: given('WEBHOOK_RETRY_SCHEDULE') ?? LIVE_SCHEDULE,
    test: given('WEBHOOK_RETRY_SCHEDULE_TEST') ?? usual,
  };
}

export interface RetryInput {
  schedule: Schedule;
  /** HTTP attempts made in this round; 0 before the first. */
  attempts: number;
  /** What the receiver asked for, if it may ask: see {@link retryAfterSecondsOf}. */
  retryAfterSeconds?: number | null;
  /** A random number from 0 to 1. */
  jitter: number;
}

/**
 * Milliseconds from the end of the last attempt to the next one, or null when the attempts are used up. Retry-After may
 * lengthen the step, never shorten it, and up to the step after next: a receiver cannot stall its queue for ever.
 */
export function nextDelay({ schedule, attempts, retryAfterSeconds, jitter }: RetryInput): number | null {
  const step = schedule[attempts];
  if (step === undefined) return null;
  const longest = schedule[attempts + 1] ?? step;
  const delay = Math.max(step, Math.min((retryAfterSeconds ?? 0) * 1000, longest));
  return Math.ceil(delay * (1 + jitter * MAX_JITTER));
}

const RETRY_AFTER_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Seconds a Retry-After header asks for, given as a number or as an HTTP date; null when it may not ask, or is unreadable. */
export function retryAfterSecondsOf(responseCode: number | null, retryAfter: string | null, now: Date): number | null {
  if (responseCode === null || retryAfter === null || !RETRY_AFTER_STATUSES.has(responseCode)) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const seconds = (Date.parse(retryAfter) - now.getTime()) / 1000;
  return /^[A-Z][a-z]{2}, /.test(retryAfter) && seconds >= 0 ? seconds : null;
}
