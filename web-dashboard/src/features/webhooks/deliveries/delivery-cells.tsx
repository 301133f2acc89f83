import type { ReactNode } from 'react';
import { testId } from '../../../lib/test-ids';
import { TickIcon } from '../../../ui/icons';
import { StateBadge, Status } from '../../../ui/pill';
import { Clock, Time } from '../../../ui/time';
import type { DeliveryNow } from './delivery-filters';
import { failureWords } from './failure-words';

export type DeliveryCell = 'status' | 'attempts' | 'last' | 'answer' | 'fault';

const RETRYING = { words: 'Retrying', tone: 'wait' } as const;

/**
 * The status of a delivery. One that was refused and is due again is called so; the API's word is then for tests and
 * screen readers. `inLog`: in a row of many, where success is quiet, and a retry has the time of its next attempt.
 */
export function DeliveryState({
  status,
  attempts,
  nextRetryAt,
  inLog = false,
}: Pick<DeliveryNow, 'status' | 'attempts' | 'nextRetryAt'> & { inLog?: boolean }) {
  if (inLog && status === 'success')
    return (
      <span className="inline-flex items-center gap-1.5 align-middle whitespace-nowrap text-ink-2" data-status={status}>
        <span className="text-good">
          <TickIcon />
        </span>
        <span className="word" {...testId('webhook-status')}>
          {status}
        </span>
      </span>
    );
  if (status !== 'pending' || attempts === 0) return <Status status={status} id="webhook-status" />;
  return (
    <span className="inline-flex flex-col items-start gap-1 max-sm:items-end">
      <StateBadge of={RETRYING} value={status} />
      <span className="sr-only" {...testId('webhook-status')}>
        {status}
      </span>
      {inLog && nextRetryAt && (
        <span className="text-[12px]/[16px] text-ink-2">
          Next <Time at={nextRetryAt} />
        </span>
      )}
    </span>
  );
}

/** The cells of a row that change over time: rendered first by the server, then updated in the browser. */
export const CELLS: Readonly<Record<DeliveryCell, (now: DeliveryNow) => ReactNode>> = {
  status: ({ status, attempts, nextRetryAt }) => <DeliveryState {...{ status, attempts, nextRetryAt }} inLog />,
  attempts: ({ attempts }) => <span {...testId('webhook-attempts')}>{attempts}</span>,
  last: ({ lastAttemptAt }) =>
    lastAttemptAt ? (
      <>
        <Time at={lastAttemptAt} />
        <span className="block text-[12px]/[16px] text-ink-3 tabular-nums max-sm:hidden">
          <Clock at={lastAttemptAt} />
        </span>
      </>
    ) : (
      <span className="text-ink-3">none yet</span>
    ),
  /** On a phone, which has no room for the response code and the attempts of every row. */
  fault: ({ status, attempts, responseCode, error }) =>
    status !== 'success' &&
    error !== null && (
      <span className="sm:hidden">
        <Refusal {...{ responseCode, error }} />
        {` · ${attempts === 1 ? '1 attempt' : `${attempts} attempts`}`}
      </span>
    ),
  /** The inbox has no server that could respond. */
  answer: ({ status, responseCode, error }) => {
    if (status === 'success') return responseCode ?? <span className="whitespace-nowrap text-ink-3">In the inbox</span>;
    return <Refusal {...{ responseCode, error }} />;
  },
};

/** The response code of an attempt that failed, or what prevented a response. */
const Refusal = ({ responseCode, error }: Pick<DeliveryNow, 'responseCode' | 'error'>) => (
  <span className="text-bad">{responseCode ?? failureWords({ responseCode, error })}</span>
);
