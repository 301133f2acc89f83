'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const POLL_MS = 2_000;

/** `onLine` is sure only when it says no: a network may be there and lead nowhere. */
async function isReachable(): Promise<boolean> {
  if (!navigator.onLine) return false;
  const signal = AbortSignal.timeout(POLL_MS);
  return fetch('/health', { method: 'HEAD', cache: 'no-store', signal }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Renders the page again whenever the payment moves: told by a stream, or by asking while there is none. */
export function LiveStatus({ paymentId }: { paymentId: string }) {
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
    // A refresh that fails makes Next load the address anew, and a browser without a network shows its own page then.
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
    // The browser tries to connect again by itself, but not after an answer that was no stream.
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
      <meta httpEquiv="refresh" content="2" />
    </noscript>
  );
}
