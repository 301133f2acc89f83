'use client';

import { useSyncExternalStore } from 'react';
import { agoOf, momentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';
import { useTimeZone } from './acting-for';

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

/** How long ago, and it goes on; the exact moment in the title. */
export function Time({ at, id }: { at: string; id?: TestId }) {
  const timeZone = useTimeZone();
  const now = () => agoOf(at, timeZone);
  const words = useSyncExternalStore(watch, now, now);
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

/** The exact moment, by the clocks of the merchant. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} suppressHydrationWarning>
      {momentOf(at, useTimeZone())}
    </time>
  );
}
