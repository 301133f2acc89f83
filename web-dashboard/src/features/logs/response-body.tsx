import type { RequestEntry } from '../../lib/types';
import { Json } from '../../ui/json';

/** The body of the response, or why the log does not have it. */
export function ResponseBody({ entry }: { entry: RequestEntry }) {
  if (entry.responseBody !== null) return <Json text={entry.responseBody} label="the response" />;
  const reason =
    entry.method === 'GET'
      ? 'The log does not keep what was read. Send the request again to see the current response.'
      : 'The log keeps errors, and other responses for a day if the request had an idempotency key and no secret is in them.';
  return (
    <p className="text-ink-2">
      Status {entry.status}. {reason}
    </p>
  );
}
