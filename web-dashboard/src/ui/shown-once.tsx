import { masked } from '../lib/masked';
import { type TestId, testId } from '../lib/test-ids';

/** Shown in place of a live secret, which cannot be read again: only its prefix is shown. */
export function ShownOnce({ kind, id }: { kind: 'secret_live_' | 'whsec_'; id?: TestId }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 text-ink-2">
      <code className="mono max-w-full truncate" {...(id && testId(id))}>
        {masked(kind)}
      </code>
      Shown only once, when it was created.
    </span>
  );
}
