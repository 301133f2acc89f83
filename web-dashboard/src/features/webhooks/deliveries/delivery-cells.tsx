import type { ReactNode } from 'react';
import { testId } from '../../../lib/test-ids';
import { StateBadge, Status } from '../../../ui/pill';
import { Time } from '../../../ui/time';
import type { DeliveryNow } from './delivery-filters';
import { failureWords } from './failure-words';

export type DeliveryCell = 'status' | 'attempts' | 'last' | 'answer';

const RETRYING = { words: 'Retrying', tone: 'wait' } as const;

/**
 * The status of a delivery. One that was refused and is due again is called so, with the time of its next attempt; the
 * API's word is then for tests and screen readers.
 */
export function DeliveryState({ status, attempts, nextRetryAt }: DeliveryNow) {
  if (status !== 'pending' || attempts === 0) return <Status status={status} id="webhook-status" />;
  return (
    <span className="inline-flex flex-col items-start gap-1">
      <StateBadge of={RETRYING} value={status} />
      <span className="sr-only" {...testId('webhook-status')}>
        {status}
      </span>
      {nextRetryAt && (
        <span className="pl-1 text-[12px]/[16px] text-ink-2">
          Next <Time at={nextRetryAt} />
        </span>
      )}
    </span>
  );
}

/** The cells of a row that change over time: rendered first by the server, then updated in the browser. */
export const CELLS: Readonly<Record<DeliveryCell, (now: DeliveryNow) => ReactNode>> = {
  status: (now) => <DeliveryState {...now} />,
  attempts: ({ attempts }) => <span {...testId('webhook-attempts')}>{attempts}</span>,
  last: ({ lastAttemptAt }) =>
    lastAttemptAt ? <Time at={lastAttemptAt} /> : <span className="text-ink-3">none yet</span>,
  answer: ({ responseCode, error }) => responseCode ?? failureWords({ responseCode, error }),
};
