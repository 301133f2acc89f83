import { agoOf, momentOf } from '../lib/format';
import { type TestId, testId } from '../lib/test-ids';

/** How long ago; the exact moment in the title. */
export function Time({ at, id }: { at: string; id?: TestId }) {
  return (
    <time dateTime={at} title={momentOf(at)} className="whitespace-nowrap text-ink-2" {...(id && testId(id))}>
      {agoOf(at)}
    </time>
  );
}
