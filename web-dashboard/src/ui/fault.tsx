import type { ActionState } from '../lib/action';

/** Where the API's words are about a parameter that the user does not see. */
const WORDS: Readonly<Record<string, string>> = {
  sort: 'To sort by amount, choose dates that are at most 92 days apart.',
};

/** An error, with the id under which the logs contain it. */
export function Fault({ error }: { error: ActionState['error'] }) {
  if (!error) return null;
  return (
    <div role="alert" className="rounded-control bg-bad-soft px-4 py-3 text-bad">
      <p className="font-medium">{WORDS[error.field ?? ''] ?? error.description}</p>
      {error.requestId && (
        <p className="mt-1 text-[13px]/[18px]">
          Request <span className="mono">{error.requestId}</span>
        </p>
      )}
    </div>
  );
}
