'use client';

import { useEffect, useRef } from 'react';

/** A hidden field with the browser's time zone; empty without scripts. */
export function BrowserTimeZone({ name }: { name: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }, []);
  return <input ref={field} type="hidden" name={name} />;
}
