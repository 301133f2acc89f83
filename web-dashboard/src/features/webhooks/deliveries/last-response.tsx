import type { DeliveryDetail } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { Code } from '../../../ui/code';
import { Json } from '../../../ui/json';
import { failureWords } from './failure-words';
import { headersText } from './headers-text';

/** What the receiver responded to the last attempt, and the headers that it got. */
export function LastResponse({ delivery: { history, url } }: { delivery: DeliveryDetail }) {
  const last = history.at(-1);
  if (!last || url === null) return null;
  const { responseCode, responseBody, durationMs } = last;
  return (
    <Card
      title="Response"
      action={
        <span className={`text-[13px]/[18px] tabular-nums ${last.error === null ? 'text-ink-2' : 'text-bad'}`}>
          {responseCode ?? failureWords(last)} · {durationMs} ms
        </span>
      }
    >
      {responseBody ? (
        <Json text={responseBody} label="the response" />
      ) : (
        <p className="text-ink-2">{responseCode === null ? 'There was none.' : 'Its body is empty.'}</p>
      )}
      <details className="mt-3">
        <summary className="text-[13px]/[18px] font-medium">Headers of the request</summary>
        <div className="mt-2">
          <Code text={headersText(last.requestHeaders)} label="the headers" wrapped />
        </div>
      </details>
    </Card>
  );
}
