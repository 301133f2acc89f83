import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../../lib/format';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, requestedAt, type Session } from '../../../lib/session';
import { endpointName } from '../../../lib/short-address';
import type { Endpoint, EndpointHealth } from '../../../lib/types';
import { Card } from '../../../ui/card';
import { BulkForm } from '../../../ui/bulk';
import { ExportCsv } from '../../../ui/export-csv';
import { Filters, FilterSelect } from '../../../ui/filters';
import { Load } from '../../../ui/load';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';
import { EVENT_TYPES } from '../../events/event-types';
import { retryChosen } from './actions';
import { BULK, DeliveriesTable } from './deliveries-table';
import { ALL_ENDPOINTS, DELIVERIES_PER_PAGE, deliveryFilters, nowOf, withOnlyServer } from './delivery-filters';
import { DELIVERY_STATUSES } from './delivery-status';
import { LiveDeliveries } from './live-deliveries';

const PATH = '/dashboard/webhooks';

/** Deliveries, newest first; of one endpoint if one is chosen, and at first of the only server. */
export async function DeliveryLog({
  search: given,
  session,
  endpoints,
  healths,
}: {
  search: Search;
  session: Session;
  endpoints: Omit<Endpoint, 'secret'>[];
  healths: EndpointHealth[];
}) {
  const search = withOnlyServer(given, endpoints, healths);
  const filters = deliveryFilters(search);
  const cursor = one(search, 'cursor');
  const options = await onBehalfOf();
  const { gateway } = session;
  const load = gateway.webhookLogs.list({ ...filters, cursor, limit: DELIVERIES_PER_PAGE }, options);
  return (
    <section id="deliveries" className="mt-8 scroll-mt-6">
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 className="text-[16px]/[24px] font-semibold">Deliveries</h2>
        <ExportCsv path={PATH} search={search} />
      </div>
      <Filters path={PATH} any={Boolean(filters.event ?? filters.status ?? one(given, 'endpoint'))} atOnce even>
        {endpoints.length > 1 && (
          <FilterSelect
            name="endpoint"
            label="Any endpoint"
            any={ALL_ENDPOINTS}
            value={filters.endpoint}
            options={endpoints.map((endpoint) => [endpoint.id, endpointName(endpoint)])}
          />
        )}
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
      <Load
        from={load}
        skeleton={
          <Card padded={false}>
            <SkeletonRows />
          </Card>
        }
      >
        {(page) => {
          const bulk = session.can('webhooks:retry') && page.data.some(({ status }) => status !== 'success');
          return (
            <LiveDeliveries
              filters={hrefWith('', filters).slice(1)}
              shown={page.data.map(nowOf)}
              announces={!cursor}
              readAt={requestedAt()}
            >
              <Card padded={false}>
                {bulk && (
                  <BulkForm
                    id={BULK}
                    action={retryChosen}
                    attempt={randomUUID()}
                    submit="Retry selected"
                    busy="Retrying…"
                    testId="bulk-form"
                    above
                  >
                    {null}
                  </BulkForm>
                )}
                <DeliveriesTable
                  deliveries={page.data}
                  endpoints={endpoints}
                  filtered={Boolean(filters.event ?? filters.status)}
                  can={session.can}
                  withEndpoint={filters.endpoint === undefined}
                  bulk={bulk}
                />
                <Pager {...pagesOf(PATH, search, page)} />
              </Card>
            </LiveDeliveries>
          );
        }}
      </Load>
    </section>
  );
}
