import type { DeliveryDetail } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { Json } from '../../../ui/json';
import { failureWords } from './failure-words';

/** What the receiver responded to the last attempt. */
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
    </Card>
  );
}
