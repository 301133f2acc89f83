import { ApiError } from '../common/api-error.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 366;
/** Up to here buckets are hours. */
const HOURLY_DAYS = 3;

/** What statistics are asked for: whole hours, the end excluded. */
export interface Period {
  /** Where the period of equal length before it begins. */
  readonly before: Date;
  readonly from: Date;
  readonly to: Date;
  readonly grain: 'hour' | 'day';
  /** Where each bucket begins; the first begins with the period. */
  readonly buckets: readonly Date[];
}

/** Snaps outward to whole hours. Absent ends: now, and a week before the end. */
export function periodOf(wanted: { from?: Date; to?: Date }, now: Date): Period {
  const end = (wanted.to ?? now).getTime();
  const begin = wanted.from?.getTime() ?? end - DEFAULT_DAYS * DAY_MS;
  if (begin >= end) throw refusal('from must be before to');
  if (end - begin > MOST_DAYS * DAY_MS) throw refusal(`from must be at most ${MOST_DAYS} days before to`);
  const from = Math.floor(begin / HOUR_MS) * HOUR_MS;
  const to = Math.ceil(end / HOUR_MS) * HOUR_MS;
  const step = to - from <= HOURLY_DAYS * DAY_MS ? HOUR_MS : DAY_MS;
  return {
    before: new Date(from - (to - from)),
    from: new Date(from),
    to: new Date(to),
    grain: step === HOUR_MS ? 'hour' : 'day',
    buckets: bucketsOf(from, to, step),
  };
}

function bucketsOf(from: number, to: number, step: number): Date[] {
  const buckets: Date[] = [];
  for (let at = from; at < to; at = (Math.floor(at / step) + 1) * step) buckets.push(new Date(at));
  return buckets;
}

function refusal(description: string): ApiError {
  return new ApiError('invalid_parameter', description, { field: 'from' });
}
