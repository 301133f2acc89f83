'use client';

import { useSyncExternalStore } from 'react';
import { useLocale, useTimeZone } from '../lib/acting-for';
import { agoOf, momentOf, utcOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { stampIn } from '../lib/time-zone';

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

/** Date and time to the second; the title has the time since then, the time zone, and UTC. */
export function Stamp({ at, id }: { at: string; id?: TestId }) {
  const timeZone = useTimeZone();
  const [words, exact] = [useAgo(at), useExact(at)];
  return (
    <time
      dateTime={at}
      title={`${words} · ${exact}`}
      className="whitespace-nowrap text-ink-2 tabular-nums"
      suppressHydrationWarning
      {...(id && testId(id))}
    >
      {stampIn(at, timeZone)}
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
