'use client';

import { useSyncExternalStore } from 'react';
import { useTimeZone } from '../lib/acting-for';
import { agoOf, momentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { stampIn } from '../lib/time-zone';

const EVERY_MS = 1_000;
/** One clock for all times of a page; each is drawn anew only when its words change. */
const watching = new Set<() => void>();
let clock: ReturnType<typeof setInterval> | undefined;

function watch(tell: () => void): () => void {
  watching.add(tell);
  clock ??= setInterval(() => watching.forEach((one) => one()), EVERY_MS);
  return () => {
    watching.delete(tell);
    if (watching.size > 0) return;
    clearInterval(clock);
    clock = undefined;
  };
}

/** How long ago, and it goes on. */
function useAgo(at: string): string {
  const timeZone = useTimeZone();
  const now = () => agoOf(at, timeZone);
  return useSyncExternalStore(watch, now, now);
}

/** How long ago; the exact moment in the title. */
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

/** Date and time to the second; the title says how long ago, and in which time zone. */
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

/** The exact moment, by the clocks of the merchant. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} suppressHydrationWarning>
      {momentOf(at, useTimeZone())}
    </time>
  );
}
