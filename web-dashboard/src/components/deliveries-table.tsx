import { randomUUID } from 'node:crypto';
import Link from 'next/link';
import { retryDelivery } from '../app/dashboard/webhooks/actions';
import { shortAddress } from '../lib/short-address';
import { testId } from '../lib/test-ids';
import type { Delivery } from '../lib/types';
import { ActionForm } from './action-form';
import { Empty } from './page';
import { Status } from './pill';
import { Submit } from './submit';
import { Table } from './table';
import { Time } from './values';

/** The delivery log: one row per event and endpoint. */
export function DeliveriesTable({
  deliveries,
  endpoints,
  mayRetry,
}: {
  deliveries: Delivery[];
  endpoints: { id: string; url: string | null }[];
  mayRetry: boolean;
}) {
  const addressOf = (id: string) => {
    const endpoint = endpoints.find((one) => one.id === id);
    return endpoint ? shortAddress(endpoint.url ?? 'Inbox') : 'removed';
  };
  if (deliveries.length === 0) {
    return <Empty title="No deliveries">Send a test event, or make a payment: every attempt shows up here.</Empty>;
  }
  return (
    <Table
      id="webhook-logs-table"
      label="Webhook deliveries"
      head={['Event', { wide: 'To' }, 'Status', 'Attempts', 'Last attempt', 'Answer', { end: 'Retry' }]}
    >
      {deliveries.map((delivery) => (
        <tr key={delivery.id} data-link {...testId('webhook-log-item')} data-webhook-id={delivery.id}>
          <td className="font-medium" {...testId('webhook-event')}>
            <Link className="row-link" href={`/dashboard/webhooks/deliveries/${delivery.id}`}>
              {delivery.event}
            </Link>
          </td>
          <td className="wide max-w-[200px] truncate text-ink-2">{addressOf(delivery.endpointId)}</td>
          <td>
            <Status status={delivery.status} id="webhook-status" />
          </td>
          <td>
            <span className="text-ink-3 sm:hidden">Attempts </span>
            <span {...testId('webhook-attempts')}>{delivery.attempts}</span>
          </td>
          <td {...testId('webhook-last-attempt')}>
            {delivery.lastAttemptAt ? (
              <Time at={delivery.lastAttemptAt} />
            ) : (
              <span className="text-ink-3">none yet</span>
            )}
          </td>
          <td {...testId('webhook-response-code')}>{delivery.responseCode ?? '–'}</td>
          <td className="end">
            {mayRetry && (
              <ActionForm
                action={retryDelivery.bind(null, delivery.id)}
                attempt={randomUUID()}
                className="above inline-flex items-center gap-2"
              >
                <Submit look="" busy="Retrying…" testId="retry-webhook-button">
                  Retry
                </Submit>
              </ActionForm>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}
