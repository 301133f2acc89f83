'use client';

/** What nobody foresaw: the digest finds it in the server's log. */
export default function Failed({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto max-w-[480px] px-4 py-[12vh]">
      <title>Something went wrong · Payment gateway</title>
      <h1 className="text-[20px]/[28px] font-semibold">Something went wrong on our side</h1>
      <p className="mt-2 text-ink-2">Nothing was changed by it. Try again; if it stays, look for this in the log:</p>
      <p className="mono mt-2">{error.digest ?? 'no digest'}</p>
      <button type="button" className="button mt-6" onClick={reset}>
        Try again
      </button>
    </main>
  );
}
