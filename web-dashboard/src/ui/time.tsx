'use client';

import { useSyncExternalStore } from 'react';
import { useTimeZone } from '../lib/acting-for';
import { agoOf, momentOf } from '../lib/format';
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
  const timeZone = useTimeZone();
  const now = () => agoOf(at, timeZone);
  return useSyncExternalStore(watch, now, now);
}

/** The time since `at`; the exact moment is in the title. */
export function Time({ at, id }: { at: string; id?: TestId }) {
  const timeZone = useTimeZone();
  const words = useAgo(at);
  return (
    <time
      dateTime={at}
      title={momentOf(at, timeZone)}
      className="whitespace-nowrap text-ink-2"
      suppressHydrationWarning
      {...(id && testId(id))}
    >
      {words}
    </time>
  );
}

/** Date and time to the second; the title has the time since then, and the time zone. */
export function Stamp({ at, id }: { at: string; id?: TestId }) {
  const timeZone = useTimeZone();
  const words = useAgo(at);
  return (
    <time
      dateTime={at}
      title={`${words} · ${momentOf(at, timeZone)}`}
      className="whitespace-nowrap text-ink-2 tabular-nums"
      suppressHydrationWarning
      {...(id && testId(id))}
    >
      {stampIn(at, timeZone)}
    </time>
  );
}

/** The exact moment, in the merchant's time zone. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} suppressHydrationWarning>
      {momentOf(at, useTimeZone())}
    </time>
  );
}
