'use client';

import { useEffect, useState } from 'react';

/** In seconds on this page. */
const LONGER_AFTER = 10;
const LONG_AFTER = 30;

/** Says more as time passes. Screen readers hear each change. Without scripts the first text stays. */
export function LongWait({ texts }: { texts: readonly [first: string, longer: string, long: string] }) {
  const [shown, setShown] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const longer = setTimeout(() => setShown(1), LONGER_AFTER * 1_000);
    const long = setTimeout(() => setShown(2), LONG_AFTER * 1_000);
    return () => {
      clearTimeout(longer);
      clearTimeout(long);
    };
  }, []);
  return (
    <p role="status" className="mt-2 text-ink-2" data-wait={shown}>
      {texts[shown]}
    </p>
  );
}
