import { ApiError } from '../../platform/errors/api-error.js';
import { startOfDay } from '../../platform/time-zone.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_DAYS = 7;
const MAX_DAYS = 366;
/** The longest period whose buckets are hours. */
const MAX_HOURLY_DAYS = 3;

/** Begins and ends at a whole hour of UTC or at a midnight of the merchant; the end is excluded. */
export interface Period {
  /** Where the previous period, of equal length, begins. */
  readonly before: Date;
  readonly from: Date;
  readonly to: Date;
  readonly grain: 'hour' | 'day';
}

/**
 * Snaps outward to whole hours of UTC, or to the merchant's midnight if that is nearer: in some time zones midnight is
 * within an hour of UTC. Without `to` the period ends now; without `from` it begins a week before its end.
 */
export function periodOf(wanted: { from?: Date; to?: Date }, now: Date, timeZone: string): Period {
  const end = (wanted.to ?? now).getTime();
  const begin = wanted.from?.getTime() ?? end - DEFAULT_DAYS * DAY_MS;
  if (begin >= end) throw refusal('from must be before to');
  if (end - begin > MAX_DAYS * DAY_MS) throw refusal(`from must be at most ${MAX_DAYS} days before to`);
  const from = snappedBack(begin, timeZone);
  const to = snappedForward(end, timeZone);
  return {
    before: new Date(snappedBack(from - (to - from), timeZone)),
    from: new Date(from),
    to: new Date(to),
    grain: to - from <= MAX_HOURLY_DAYS * DAY_MS ? 'hour' : 'day',
  };
}

const snappedBack = (at: number, timeZone: string) =>
  Math.max(Math.floor(at / HOUR_MS) * HOUR_MS, startOfDay(at, timeZone));

function snappedForward(at: number, timeZone: string): number {
  const hour = Math.ceil(at / HOUR_MS) * HOUR_MS;
  const midnight = startOfDay(hour - 1, timeZone);
  return midnight >= at ? midnight : hour;
}

function refusal(description: string): ApiError {
  return new ApiError('invalid_parameter', description, { field: 'from' });
}
