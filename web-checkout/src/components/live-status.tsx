'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const POLL_MS = 2_000;

/** Renders the page again whenever the payment moves: told by a stream, or by asking while there is none. */
export function LiveStatus({ paymentId }: { paymentId: string }) {
  const router = useRouter();
  useEffect(() => {
    const refresh = () => router.refresh();
    let polling: ReturnType<typeof setInterval> | undefined;
    const poll = () => (polling ??= setInterval(refresh, POLL_MS));
    const rest = () => {
      clearInterval(polling);
      polling = undefined;
    };
    const stream = new EventSource(`/checkout/status?payment_id=${encodeURIComponent(paymentId)}`);
    stream.addEventListener('open', rest);
    stream.addEventListener('change', refresh);
    // The browser tries to connect again by itself, but not after an answer that was no stream.
    stream.addEventListener('error', poll);
    addEventListener('online', refresh);
    return () => {
      stream.close();
      rest();
      removeEventListener('online', refresh);
    };
  }, [paymentId, router]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content="2" />
    </noscript>
  );
}
