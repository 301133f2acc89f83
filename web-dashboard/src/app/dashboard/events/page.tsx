import { Filters, FilterSelect } from '../../../ui/filters';
import Link from '../../../ui/link';
import { Live } from '../../../features/live/live';
import { Card, Empty, Load, Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager, Table } from '../../../ui/table';
import { Time } from '../../../ui/time';
import { Id } from '../../../ui/values';
import { SAMPLES } from '../../../lib/empty-samples';
import { EVENT_TYPES } from '../../../features/events/event-types';
import { one, oneOf, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';

const PATH = '/dashboard/events';
const PER_PAGE = 25;

export default async function EventsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway } = await readSession();
  const [q, cursor, type] = [one(search, 'q'), one(search, 'cursor'), oneOf(search, 'type', EVENT_TYPES)];
  const events = gateway.events.list({ q, type, cursor, limit: PER_PAGE }, await onBehalfOf());
  return (
    <Page title="Events" about="Everything that happened, in the order it happened; each is what webhooks carry.">
      <Filters path={PATH} any={Boolean(q ?? type)} search={{ value: q ?? '', hint: 'Id of an event or its object' }}>
        <FilterSelect name="type" label="Any type" value={type} options={EVENT_TYPES.map((name) => [name, name])} />
      </Filters>
      {!cursor && <Live {...(type && { types: type })} of={q ? undefined : 'event'} />}
      <Card padded={false}>
        <Load from={events} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              {page.data.length === 0 && <NoEvents filtered={Boolean(q ?? type)} />}
              {page.data.length > 0 && (
                <Table
                  label="Events"
                  head={['Type', 'Event', { wide: 'Object' }, { wide: 'Version' }, { end: 'When' }]}
                >
                  {page.data.map((event) => (
                    <tr key={event.id} data-link data-event-id={event.id}>
                      <td className="font-medium">{event.event}</td>
                      <td>
                        <Link className="row-link" href={`${PATH}/${event.id}`}>
                          <Id value={event.id} />
                        </Link>
                      </td>
                      <td className="wide">
                        <Id value={event.objectId} />
                      </td>
                      <td className="wide">{event.version}</td>
                      <td className="end">
                        <Time at={event.createdAt} />
                      </td>
                    </tr>
                  ))}
                </Table>
              )}
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
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
      They begin with the first payment; your server can follow them as they happen.
    </Empty>
  );
}
