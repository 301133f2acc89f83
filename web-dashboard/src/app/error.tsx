'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';

/** As the API numbers its requests; any other digest is Next's own and stands in the server's log. */
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What nobody foresaw, with what finds it in the log. */
export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { digest } = error;
  const router = useRouter();
  // `reset` alone shows again what the server had answered.
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <main className="mx-auto max-w-[480px] px-4 py-[12vh]" role="alert">
      <title>Something went wrong · Payment gateway</title>
      <h1 className="text-[20px]/[28px] font-semibold">Something went wrong on our side</h1>
      <p className="mt-2 text-ink-2">
        The page could not be read. Try again; {digest ? 'if it stays, look for this in the log:' : 'it may be over.'}
      </p>
      {digest && (
        <p className="mt-2">
          {REQUEST_ID.test(digest) ? 'Request' : 'Digest'} <span className="mono">{digest}</span>
        </p>
      )}
      <button type="button" className="button mt-6" onClick={again}>
        Try again
      </button>
    </main>
  );
}
