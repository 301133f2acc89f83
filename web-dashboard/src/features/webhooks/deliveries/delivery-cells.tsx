import type { ReactNode } from 'react';
import { testId } from '../../../lib/test-ids';
import { Status } from '../../../ui/pill';
import { Time } from '../../../ui/time';
import type { DeliveryNow } from './delivery-filters';

export type DeliveryCell = 'status' | 'attempts' | 'last' | 'answer';

/** The cells of a row that change over time: rendered first by the server, then updated in the browser. */
export const CELLS: Readonly<Record<DeliveryCell, (now: DeliveryNow) => ReactNode>> = {
  status: ({ status }) => <Status status={status} id="webhook-status" />,
  attempts: ({ attempts }) => <span {...testId('webhook-attempts')}>{attempts}</span>,
  last: ({ lastAttemptAt }) =>
    lastAttemptAt ? <Time at={lastAttemptAt} /> : <span className="text-ink-3">none yet</span>,
  answer: ({ responseCode }) => responseCode ?? '–',
};
