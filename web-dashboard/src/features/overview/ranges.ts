import { dayIn, one, type Search } from '../../lib/search';

const DAY_MS = 86_400_000;
const RANGES = { day: 1, week: 7, month: 30, quarter: 90 } as const;
export type Range = keyof typeof RANGES;
export const RANGE_NAMES: Readonly<Record<Range, string>> = {
  day: '24 hours',
  week: '7 days',
  month: '30 days',
  quarter: '90 days',
};

export interface Period {
  /** Undefined for chosen days. */
  range: Range | undefined;
  from: string;
  to: string;
}

/** The days of the address in the merchant's time zone, or one of the ranges until now. */
export function rangeIn(search: Search, timeZone: string, now = Date.now()): Period {
  const [from, to] = [dayIn(search, 'from', timeZone), dayIn(search, 'to', timeZone, 'end')];
  if (from && to && from < to) return { range: undefined, from, to };
  const range = (Object.keys(RANGES) as Range[]).find((name) => name === one(search, 'range')) ?? 'week';
  return { range, from: new Date(now - RANGES[range] * DAY_MS).toISOString(), to: new Date(now).toISOString() };
}
