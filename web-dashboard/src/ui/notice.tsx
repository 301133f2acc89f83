'use client';

import { useEffect, useState } from 'react';

const EVENT = 'notice';
const SHOWN_MS = 8_000;

/** Shows a message on the page when its source, such as a dialog, is gone. */
export const notify = (text: string) => window.dispatchEvent(new CustomEvent(EVENT, { detail: text }));

export function Notice() {
  const [notice, setNotice] = useState<{ text: string }>();
  useEffect(() => {
    const show = (event: Event) => setNotice({ text: (event as CustomEvent<string>).detail });
    window.addEventListener(EVENT, show);
    return () => window.removeEventListener(EVENT, show);
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setNotice(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-4 z-40 flex justify-center empty:hidden">
      {notice && (
        <p className="rounded-control border border-line bg-raised px-4 py-2 font-medium text-good shadow-[var(--float)]">
          {notice.text}
        </p>
      )}
    </div>
  );
}
