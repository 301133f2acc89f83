'use client';

import { useEffect, useRef } from 'react';

/** Sends its form as soon as one of the form's lists changes. */
export function AtOnce() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = mark.current?.closest('form');
    const send = ({ target }: Event) => {
      if (target instanceof HTMLSelectElement) form?.requestSubmit();
    };
    form?.addEventListener('change', send);
    return () => form?.removeEventListener('change', send);
  }, []);
  return <span ref={mark} hidden />;
}
