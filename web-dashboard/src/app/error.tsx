'use client';

import { useRouter } from 'next/navigation';
import { startTransition } from 'react';

/** The format of the API's request ids. Any other digest is Next's own, to be found in the dashboard's log. */
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** For errors that no page handles; shows the id that finds the error in the log. */
export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const { digest } = error;
  const router = useRouter();
  // `reset` alone would render the failed response again.
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
        The page could not be loaded. Try again. {digest && 'If the error persists, search the log for this id:'}
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
