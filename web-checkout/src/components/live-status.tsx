'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const POLL_MS = 2_000;

/** `navigator.onLine` is reliable only when it is false: a network may exist without a route to the server. */
async function isReachable(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const signal = AbortSignal.timeout(POLL_MS);
  return fetch('/health', { method: 'HEAD', cache: 'no-store', signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * Renders the page again whenever the payment changes: on a message of the stream, or by polling while there is no
 * stream. `again`: the address to load without scripts; absent: the page's own.
 */
export function LiveStatus({ paymentId, again }: { paymentId: string; again?: string }) {
  const router = useRouter();
  useEffect(() => {
    const stream = new EventSource(`/checkout/status?payment_id=${encodeURIComponent(paymentId)}`);
    let polling: ReturnType<typeof setInterval> | undefined;
    let isGone = false;
    const rest = () => {
      clearInterval(polling);
      polling = undefined;
    };
    const poll = () => (polling ??= setInterval(() => void refresh(), POLL_MS));
    // If a refresh fails, Next reloads the address, and a browser without a network then shows its own error page.
    const refresh = async () => {
      const canRefresh = await isReachable();
      if (isGone) return;
      if (!canRefresh) return poll();
      if (stream.readyState === EventSource.OPEN) rest();
      router.refresh();
    };
    const look = () => void refresh();
    stream.addEventListener('open', rest);
    stream.addEventListener('change', look);
    // The browser reconnects by itself, except after a response that was not a stream.
    stream.addEventListener('error', poll);
    addEventListener('online', look);
    return () => {
      isGone = true;
      stream.close();
      rest();
      removeEventListener('online', look);
    };
  }, [paymentId, router]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content={again ? `2;url=${again}` : '2'} />
    </noscript>
  );
}
