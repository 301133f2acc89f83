import { EVENT_TYPES } from '../lib/event-types';
import { wordsOf } from '../lib/format';
import { one, oneOf, pagesOf, type Search } from '../lib/search';
import { onBehalfOf, type Session } from '../lib/session';
import { DELIVERY_STATUSES } from '../lib/statuses';
import { DeliveriesTable } from './deliveries-table';
import { Filters, FilterSelect } from './filters';
import { Live } from './live';
import { Card, Load } from './page';
import { SkeletonRows } from './skeleton';
import { Pager } from './table';

const PATH = '/dashboard/webhooks';
const PER_PAGE = 25;

/** What was sent, newest first; of one endpoint where it is chosen. */
export async function DeliveryLog({ search, session }: { search: Search; session: Session }) {
  const filters = {
    event: oneOf(search, 'event', EVENT_TYPES),
    status: oneOf(search, 'status', DELIVERY_STATUSES),
    endpoint: one(search, 'endpoint'),
  };
  const cursor = one(search, 'cursor');
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as typeof filters;
  const options = await onBehalfOf();
  const { gateway } = session;
  const both = Promise.all([
    gateway.webhookLogs.list({ ...given, cursor, limit: PER_PAGE }, options),
    gateway.endpoints.list({ limit: 50 }, options),
  ]);
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-[16px]/[24px] font-semibold">Deliveries</h2>
      <Filters path={PATH} any={Object.keys(given).length > 0}>
        {filters.endpoint && <input type="hidden" name="endpoint" value={filters.endpoint} />}
        <FilterSelect
          name="event"
          label="Any event"
          value={filters.event}
          options={EVENT_TYPES.map((type) => [type, type])}
        />
        <FilterSelect
          name="status"
          label="Any status"
          value={filters.status}
          options={DELIVERY_STATUSES.map((status) => [status, wordsOf(status)])}
        />
      </Filters>
      {!cursor && <Live />}
      <Card padded={false}>
        <Load from={both} skeleton={<SkeletonRows />}>
          {([page, endpoints]) => (
            <>
              <DeliveriesTable
                deliveries={page.data}
                endpoints={endpoints.data}
                mayRetry={session.can('webhooks:retry')}
              />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </section>
  );
}
