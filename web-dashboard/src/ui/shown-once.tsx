import { masked } from '../lib/masked';
import { type TestId, testId } from '../lib/test-ids';

/** Stands where a live secret would be: that cannot be read again, so only its prefix is shown. */
export function ShownOnce({ kind, id }: { kind: 'secret_live_' | 'whsec_'; id?: TestId }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 text-ink-2">
      <code className="mono max-w-full truncate" {...(id && testId(id))}>
        {masked(kind)}
      </code>
      Shown once, when it was made.
    </span>
  );
}
