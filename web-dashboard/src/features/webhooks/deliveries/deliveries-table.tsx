import { SAMPLES } from '../../../lib/empty-samples';
import type { Session } from '../../../lib/session';
import { amountOf } from '../../../lib/money';
import { testId } from '../../../lib/test-ids';
import type { Delivery } from '../../../lib/types';
import { BulkBox } from '../../../ui/bulk';
import { Empty } from '../../../ui/empty';
import Link from '../../../ui/link';
import { Table } from '../../../ui/table';
import { shortAddress } from '../../../lib/short-address';
import { CELLS, type DeliveryCell } from './delivery-cells';
import { Now } from './live-deliveries';
import { RetryForm } from './retry-form';

export const BULK = 'retry-chosen';
const [BEFORE, TO, AFTER] = [
  ['Event', 'Status', { snug: 'Attempts' }, { tight: 'Last Attempt' }, 'Response Code'],
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
  withEndpoint = true,
}: {
  deliveries: Delivery[];
  endpoints: { id: string; url: string | null }[];
  /** Whether a filter other than the endpoint is set. */
  filtered: boolean;
  can: Session['can'];
  /** Whether rows that have not arrived can be chosen for one retry of all. */
  bulk?: boolean;
  /** Whether a column names the endpoint. */
  withEndpoint?: boolean;
}) {
  const head = withEndpoint ? [...BEFORE, TO, AFTER] : [...BEFORE, AFTER];
  const addressOf = (id: string) => {
    const endpoint = endpoints.find((one) => one.id === id);
    return endpoint ? shortAddress(endpoint.url) : 'removed';
  };
  if (deliveries.length === 0) {
    return (
      <Table id="webhook-logs-table" label="Webhook deliveries" head={head}>
        <tr>
          <td colSpan={head.length} className="w-full min-w-0">
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
    <Table id="webhook-logs-table" label="Webhook deliveries" head={head}>
      {deliveries.map((delivery) => (
        <tr key={delivery.id} data-link {...testId('webhook-log-item')} data-webhook-id={delivery.id}>
          <td className="w-[calc(100cqw-32px)] min-w-0 sm:w-full sm:max-w-0 sm:min-w-[180px]">
            <span className="flex items-center gap-2">
              {bulk && (
                <span className="grid w-6 shrink-0 max-sm:empty:hidden">
                  {delivery.status !== 'success' && (
                    <BulkBox
                      form={BULK}
                      value={delivery.id}
                      label={`Choose ${delivery.event} of ${delivery.eventId}`}
                    />
                  )}
                </span>
              )}
              <DeliveryName delivery={delivery} />
            </span>
          </td>
          <td>
            <Cell cell="status" of={delivery} />
          </td>
          <td className="snug">
            <span className="text-ink-3 sm:hidden">Attempts </span>
            <Cell cell="attempts" of={delivery} />
          </td>
          <td className="tight" {...testId('webhook-last-attempt')}>
            <Cell cell="last" of={delivery} />
          </td>
          <td className="sm:max-w-[120px]">
            <span className="text-ink-3 sm:hidden">Response </span>
            <span {...testId('webhook-response-code')}>
              <Cell cell="answer" of={delivery} />
            </span>
          </td>
          {withEndpoint && (
            <td className="wide roomy max-w-[140px] truncate text-ink-2">{addressOf(delivery.endpointId)}</td>
          )}
          <td className="end">
            {can('webhooks:retry') && (
              <RetryForm
                id={delivery.id}
                className="above inline-flex items-center gap-2"
                quiet={delivery.status === 'success'}
              />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The event, and what it is about. */
function DeliveryName({ delivery: { id, event, objectId, amount, currency } }: { delivery: Delivery }) {
  return (
    <span className="min-w-0">
      <span className="block font-medium" {...testId('webhook-event')}>
        <Link className="row-link" href={`/dashboard/webhooks/deliveries/${id}`}>
          {event}
        </Link>
      </span>
      <span className="mt-0.5 flex min-w-0 items-baseline gap-1.5 text-[12px]/[16px] text-ink-3">
        {amount !== null && currency !== null && <span className="tabular-nums">{amountOf(amount, currency)}</span>}
        <span className="mono truncate text-[12px]/[16px]">{objectId}</span>
      </span>
    </span>
  );
}

const Cell = ({ cell, of }: { cell: DeliveryCell; of: Delivery }) => (
  <Now id={of.id} cell={cell}>
    {CELLS[cell](of)}
  </Now>
);
