'use client';

import { useSyncExternalStore } from 'react';
import { useLocale, useTimeZone } from '../lib/acting-for';
import { agoOf, clockOf, dayMonthOf, momentOf, timeOf, utcOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { isToday, stampIn } from '../lib/time-zone';

const TICK_MS = 1_000;
/** One timer for all times of a page; each is rendered again only if its text changes. */
const watching = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function watch(tell: () => void): () => void {
  watching.add(tell);
  clock ??= setInterval(() => watching.forEach((one) => one()), TICK_MS);
  return () => {
    watching.delete(tell);
    if (watching.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** The time since `at` as text, kept up to date. */
function useAgo(at: string): string {
  const [timeZone, locale] = [useTimeZone(), useLocale()];
  const now = () => agoOf(at, timeZone, locale);
  return useSyncExternalStore(watch, now, now);
}

/** The exact moment in the merchant's time zone, then in UTC. */
function useExact(at: string): string {
  const moment = momentOf(at, useTimeZone(), useLocale());
  return moment.endsWith(' UTC') ? moment : `${moment} · ${utcOf(at)}`;
}

/** The time since `at`; the exact moment is in the title. */
export function Time({ at, id }: { at: string; id?: TestId }) {
  const words = useAgo(at);
  return (
    <time
      dateTime={at}
      title={useExact(at)}
      className="whitespace-nowrap text-ink-2"
      suppressHydrationWarning
      {...(id && testId(id))}
    >
      {words}
    </time>
  );
}

/**
 * Day and time of day for people; if `short`, one of them on a phone: today's time, or another day. The title has the time
 * since then, the time zone, and UTC. Date and time to the second, as the API's users know them, are in the document
 * beside it.
 */
export function Stamp({ at, id, short = false }: { at: string; id?: TestId; short?: boolean }) {
  const [timeZone, locale] = [useTimeZone(), useLocale()];
  const title = [useAgo(at), useExact(at)].join(' · ');
  const today = short && isToday(at, timeZone);
  const hiddenIf = (is: boolean) => (is ? 'max-sm:hidden' : '');
  return (
    <span className="whitespace-nowrap text-ink-2 tabular-nums">
      <time dateTime={at} title={title} aria-hidden="true" suppressHydrationWarning>
        <span className={hiddenIf(today)}>{dayMonthOf(at, timeZone, locale)}</span>
        <span className={hiddenIf(short)}>, </span>
        <span className={hiddenIf(short && !today)}>{timeOf(at, timeZone, locale)}</span>
      </time>
      <span className="sr-only" title={title} suppressHydrationWarning {...(id && testId(id))}>
        {stampIn(at, timeZone)}
      </span>
    </span>
  );
}

/** The day; the exact moment is in the title. */
export function Day({ at }: { at: string }) {
  const [timeZone, locale] = [useTimeZone(), useLocale()];
  return (
    <time dateTime={at} title={useExact(at)} className="whitespace-nowrap" suppressHydrationWarning>
      {dayMonthOf(at, timeZone, locale)}
    </time>
  );
}

/** The exact moment, in the merchant's time zone; UTC is in the title. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={utcOf(at)} suppressHydrationWarning>
      {momentOf(at, useTimeZone(), useLocale())}
    </time>
  );
}

/** The time of day to the second, below the day that it belongs to; the exact moment is in the title. */
export function Clock({ at }: { at: string }) {
  const [timeZone, locale] = [useTimeZone(), useLocale()];
  return (
    <time dateTime={at} title={useExact(at)} suppressHydrationWarning>
      {clockOf(at, timeZone, locale)}
    </time>
  );
}

/** The merchant's time zone, once where its times are. */
export const Zone = () => <span className="text-[13px]/[18px] font-normal text-ink-3">{useTimeZone()}</span>;
