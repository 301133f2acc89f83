import type { ReactNode } from 'react';
import { testId } from '../../../lib/test-ids';
import { Status } from '../../../ui/pill';
import { Time } from '../../../ui/time';
import type { DeliveryNow } from './delivery-filters';

export type DeliveryCell = 'status' | 'attempts' | 'last' | 'answer';

/** What changes in a row of the delivery log: drawn by the server at first, by the browser from then on. */
export const CELLS: Readonly<Record<DeliveryCell, (now: DeliveryNow) => ReactNode>> = {
  status: ({ status }) => <Status status={status} id="webhook-status" />,
  attempts: ({ attempts }) => <span {...testId('webhook-attempts')}>{attempts}</span>,
  last: ({ lastAttemptAt }) =>
    lastAttemptAt ? <Time at={lastAttemptAt} /> : <span className="text-ink-3">none yet</span>,
  answer: ({ responseCode }) => responseCode ?? '–',
};
