'use client';

import { useEffect, useState } from 'react';
import { testId } from '../lib/test-ids';
import { timeIn } from '../lib/time';

/** A time in the shopper's time zone. Until the script runs, and without scripts, as the server wrote it. */
export function LocalTime({ at, text, locale }: { at: string; text: string; locale: string }) {
  const [local, setLocal] = useState(text);
  useEffect(() => setLocal(timeIn(at, Intl.DateTimeFormat().resolvedOptions().timeZone, locale)), [at, locale]);
  return (
    <time {...testId('paid-at')} dateTime={at}>
      {local}
    </time>
  );
}
