import { SAMPLES } from '../../lib/empty-samples';
import type { GatewayEvent } from '../../lib/types';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';

const HEAD = ['Type', 'Object', { spare: 'Event' }, { 'wide mid': 'Version' }, { end: 'When' }] as const;

export function EventsTable({ events, filtered }: { events: GatewayEvent[]; filtered: boolean }) {
  if (events.length === 0) return <NoEvents filtered={filtered} />;
  return (
    <Table label="Events" head={HEAD}>
      {events.map((event) => (
        <tr key={event.id} data-link data-event-id={event.id}>
          <td className="font-medium">
            <Link className="row-link" href={`/dashboard/events/${event.id}`}>
              {event.event}
            </Link>
          </td>
          <td className="max-w-full">
            <Id value={event.objectId} />
          </td>
          <td className="spare text-ink-3">
            <Id value={event.id} />
          </td>
          <td className="wide mid">{event.version}</td>
          <td className="end">
            <Time at={event.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function NoEvents({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title="No event fits these filters">Try fewer of them.</Empty>;
  return (
    <Empty
      title="No events yet"
      action={{ href: '/dashboard/orders', words: 'Create an order to pay' }}
      sample={SAMPLES.event}
    >
      The first payment creates the first events. Your server can stream them.
    </Empty>
  );
}
