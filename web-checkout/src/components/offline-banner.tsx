'use client';

import { useSyncExternalStore } from 'react';
import { testId } from '../lib/test-ids';

function subscribe(changed: () => void) {
  addEventListener('online', changed);
  addEventListener('offline', changed);
  return () => {
    removeEventListener('online', changed);
    removeEventListener('offline', changed);
  };
}

export function OfflineBanner({ text }: { text: string }) {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status" className="sticky top-0 z-10">
      {!online && (
        <p
          {...testId('offline-banner')}
          className="border-b border-line bg-info-soft px-4 py-2 text-center text-[14px]/[20px] font-medium text-info"
        >
          {text}
        </p>
      )}
    </div>
  );
}
