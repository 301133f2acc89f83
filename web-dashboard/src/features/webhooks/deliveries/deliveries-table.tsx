import { SAMPLES } from '../../../lib/empty-samples';
import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Delivery } from '../../../lib/types';
import { BulkBox } from '../../../ui/bulk';
import { Empty } from '../../../ui/empty';
import Link from '../../../ui/link';
import { Table } from '../../../ui/table';
import { shortAddress } from '../endpoints/short-address';
import { CELLS, type DeliveryCell } from './delivery-cells';
import { Now } from './live-deliveries';
import { RetryForm } from './retry-form';

export const BULK = 'retry-chosen';
const HEAD = [
  ...['Event', 'Status', 'Attempts', 'Last Attempt', 'Response Code'],
  { 'wide roomy': 'To' },
  { end: 'Actions' },
] as const;

/** The delivery log: one row per event and endpoint. */
export function DeliveriesTable({
  deliveries,
  endpoints,
  filtered,
  can,
  bulk = false,
}: {
  deliveries: Delivery[];
  endpoints: { id: string; url: string | null }[];
  /** Whether a filter other than the endpoint is set. */
  filtered: boolean;
  can: Session['can'];
  /** Whether rows that have not arrived can be chosen for one retry of all. */
  bulk?: boolean;
}) {
  const addressOf = (id: string) => {
    const endpoint = endpoints.find((one) => one.id === id);
    return endpoint ? shortAddress(endpoint.url ?? 'Inbox') : 'removed';
  };
  if (deliveries.length === 0) {
    return (
      <Table id="webhook-logs-table" label="Webhook deliveries" head={HEAD}>
        <tr>
          <td colSpan={HEAD.length} className="w-full min-w-0">
            {filtered ? (
              <Empty title="No delivery fits these filters">Try fewer of them.</Empty>
            ) : (
              <Empty
                title="No deliveries yet"
                action={{ href: '/dashboard/webhooks/inbox', words: 'Open the inbox' }}
                sample={SAMPLES.delivery}
              >
                Every attempt shows up here. Without a server of your own, the inbox catches the first.
              </Empty>
            )}
          </td>
        </tr>
      </Table>
    );
  }
  return (
    <Table id="webhook-logs-table" label="Webhook deliveries" head={HEAD}>
      {deliveries.map((delivery) => (
        <tr key={delivery.id} data-link {...testId('webhook-log-item')} data-webhook-id={delivery.id}>
          <td className="font-medium" {...testId('webhook-event')}>
            <Link className="row-link" href={`/dashboard/webhooks/deliveries/${delivery.id}`}>
              {delivery.event}
            </Link>
          </td>
          <td>
            <Cell cell="status" of={delivery} />
          </td>
          <td>
            <span className="text-ink-3 sm:hidden">Attempts </span>
            <Cell cell="attempts" of={delivery} />
          </td>
          <td {...testId('webhook-last-attempt')}>
            <Cell cell="last" of={delivery} />
          </td>
          <td {...testId('webhook-response-code')}>
            <Cell cell="answer" of={delivery} />
          </td>
          <td className="wide roomy max-w-[200px] truncate text-ink-2">{addressOf(delivery.endpointId)}</td>
          <td className="end">
            {can('webhooks:retry') && (
              <span className="inline-flex items-center gap-2">
                {bulk && delivery.status !== 'success' && (
                  <BulkBox form={BULK} value={delivery.id} label={`Choose ${delivery.event} of ${delivery.eventId}`} />
                )}
                <RetryForm id={delivery.id} className="above inline-flex items-center gap-2" />
              </span>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

const Cell = ({ cell, of }: { cell: DeliveryCell; of: Delivery }) => (
  <Now id={of.id} cell={cell}>
    {CELLS[cell](of)}
  </Now>
);
