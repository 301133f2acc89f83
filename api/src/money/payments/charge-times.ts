import type { Pending, Unknown } from '../../acquiring/connectors/connector.js';

/** An open page is asked about at these ages of its charge, then at the last interval. */
const PAGE_POLLS_MS = [10_000, 30_000];
const PAGE_POLL_INTERVAL_MS = 120_000;
/** A closed charge is asked about after the first delay, then ever more rarely, and at the end of its watch. */
const FIRST_WATCH_MS = 60_000;
const LONGEST_WATCH_MS = 6 * 3_600_000;
const MAX_RETRY_DELAY_MS = 30_000;

/** The delay before the next call doubles with each timeout in a row, up to MAX_RETRY_DELAY_MS. */
export function retryDelayMs(consecutiveTimeouts: number, bankMs: number): number {
  return Math.min(MAX_RETRY_DELAY_MS, (bankMs / 10) * 2 ** Math.min(consecutiveTimeouts, 10));
}

/** The delay before the next call about a charge or refund that the bank has not decided. */
export function retryDelayOf(
  { consecutiveTimeouts }: { readonly consecutiveTimeouts: number },
  result: Pending | Unknown,
  bankMs: number,
): number {
  return result.outcome === 'pending' ? result.retryAfterMs : retryDelayMs(consecutiveTimeouts, bankMs);
}

/** A further payment on a page is given back at once, then after these delays, then every day. */
const SURPLUS_RETRIES_MS = [60_000, 300_000, 1_800_000, 7_200_000];
const SURPLUS_LAST_RETRY_MS = 86_400_000;
/** After so many tries it is reported, for an operator. */
export const MAX_QUIET_SURPLUS_TRIES = 4;

/** When it is tried again, after so many tries before this one. */
export const surplusRetryMs = (triesBefore: number): number => SURPLUS_RETRIES_MS[triesBefore] ?? SURPLUS_LAST_RETRY_MS;

/** When an open page is asked about again: its age is that of its charge. */
export function pagePollMs(ageMs: number): number {
  const next = PAGE_POLLS_MS.find((pollAt) => pollAt > ageMs);
  return next === undefined ? PAGE_POLL_INTERVAL_MS : next - ageMs;
}

/** When a closed charge is asked about again; null: its watch is over. */
export function nextWatchMs(endedMs: number, watchLeftMs: number): number | null {
  if (watchLeftMs <= 0) return null;
  return Math.min(watchLeftMs, Math.min(LONGEST_WATCH_MS, Math.max(FIRST_WATCH_MS, endedMs)));
}
