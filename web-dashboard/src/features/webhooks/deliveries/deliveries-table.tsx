import { SAMPLES } from '../../../lib/empty-samples';
import type { Session } from '../../../lib/session';
import { testId } from '../../../lib/test-ids';
import type { Delivery } from '../../../lib/types';
import { BulkAll, BulkBox } from '../../../ui/bulk';
import { Empty } from '../../../ui/empty';
import { Table } from '../../../ui/table';
import { endpointName } from '../../../lib/short-address';
import { Cell, DeliveryName } from './delivery-name';
import { RetryForm } from './retry-form';

export const BULK = 'retry-chosen';
const LATER_HEADS = [
  'Status',
  ...[{ snug: 'Attempts' }, { tight: 'Last Attempt' }],
  { text: 'Code', look: '', before: <span className="long">Response </span> },
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
  endpoints: { id: string; url: string | null; description: string | null }[];
  /** Whether a filter other than the endpoint is set. */
  filtered: boolean;
  can: Session['can'];
  /** Whether rows that have not arrived can be chosen for one retry of all. */
  bulk?: boolean;
  /** Whether each row names its endpoint. */
  withEndpoint?: boolean;
}) {
  const head = [{ text: 'Event', look: '', before: bulk && <BulkAll form={BULK} /> }, ...LATER_HEADS];
  const nameOf = (id: string) => {
    const endpoint = endpoints.find((one) => one.id === id);
    return endpoint ? endpointName(endpoint) : 'Removed endpoint';
  };
  if (deliveries.length === 0) {
    return (
      <Table id="webhook-logs-table" label="Webhook deliveries" look="deliveries" head={head}>
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
    <Table id="webhook-logs-table" label="Webhook deliveries" look="deliveries" head={head}>
      {deliveries.map((delivery) => (
        <tr key={delivery.id} data-link {...testId('webhook-log-item')} data-webhook-id={delivery.id}>
          <td className="at-event sm:w-full sm:max-w-0 sm:min-w-[180px]">
            <span className="flex items-center gap-2">
              {bulk && (
                <span className="grid w-6 shrink-0 max-sm:hidden">
                  {delivery.status !== 'success' && (
                    <BulkBox
                      form={BULK}
                      value={delivery.id}
                      label={`Choose ${delivery.event} of ${delivery.eventId}`}
                    />
                  )}
                </span>
              )}
              <DeliveryName delivery={delivery} to={withEndpoint ? nameOf(delivery.endpointId) : undefined} />
            </span>
          </td>
          <td className="at-state">
            <Cell cell="status" of={delivery} />
          </td>
          <td className="at-attempts snug">
            <Cell cell="attempts" of={delivery} />
          </td>
          <td className="at-last tight" {...testId('webhook-last-attempt')}>
            <Cell cell="last" of={delivery} />
          </td>
          <td className="at-answer sm:max-w-[140px]">
            <span {...testId('webhook-response-code')}>
              <Cell cell="answer" of={delivery} />
            </span>
          </td>
          <td className="at-actions end">{can('webhooks:retry') && <RowRetry {...delivery} />}</td>
        </tr>
      ))}
    </Table>
  );
}

/** One that has arrived is rarely sent again: its button shows only where the pointer or the focus is. */
const RowRetry = ({ id, status }: Delivery) => {
  const className = 'above inline-flex items-center gap-2 max-sm:flex-col max-sm:items-end';
  return status === 'success' ? (
    <RetryForm id={id} words="Resend" look="small" className={`${className} quiet`} />
  ) : (
    <RetryForm id={id} words="Retry" look="small" className={className} />
  );
};
