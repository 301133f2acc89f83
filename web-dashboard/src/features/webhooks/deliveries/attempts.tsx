import { wordsOf } from '../../../lib/format';
import type { DeliveryDetail } from '../../../lib/types';
import { Code } from '../../../ui/code';
import { Status } from '../../../ui/pill';
import { Moment } from '../../../ui/time';
import { attemptStatus } from './attempt-status';
import { headersText } from './headers-text';

/** Every attempt with the bytes that were sent and received. */
export function Attempts({ history }: { history: DeliveryDetail['history'] }) {
  if (history.length === 0) return <p className="text-ink-2">None yet.</p>;
  return (
    <ol className="divide-y divide-line">
      {history.map((one) => (
        <li key={one.createdAt} className="py-3 first:pt-0 last:pb-0">
          <details>
            <summary className="flex flex-wrap items-center gap-3">
              <span className="font-medium">Attempt {one.attempt}</span>
              <Status status={attemptStatus(one)} />
              <span className="text-[13px]/[18px] text-ink-2">
                {one.error && `${wordsOf(one.error)} · `}
                {one.durationMs} ms · <Moment at={one.createdAt} />
              </span>
            </summary>
            <div className="mt-3 grid gap-3">
              <Code text={headersText(one.requestHeaders)} label="the headers" wrapped />
              {one.responseBody !== null && one.responseBody !== '' && (
                <div>
                  <p className="mb-1 text-[13px]/[18px] text-ink-2">Response</p>
                  <Code text={one.responseBody} label="the response" wrapped />
                </div>
              )}
            </div>
          </details>
        </li>
      ))}
    </ol>
  );
}
