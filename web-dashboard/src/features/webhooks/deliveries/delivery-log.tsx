import { randomUUID } from 'node:crypto';
import { wordsOf } from '../../../lib/format';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, requestedAt, type Session } from '../../../lib/session';
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
import { DELIVERIES_PER_PAGE, deliveryFilters, nowOf } from './delivery-filters';
import { DELIVERY_STATUSES } from './delivery-status';
import { LiveDeliveries } from './live-deliveries';

const PATH = '/dashboard/webhooks';

/** Deliveries, newest first; of one endpoint if one is chosen. */
export async function DeliveryLog({ search, session }: { search: Search; session: Session }) {
  const filters = deliveryFilters(search);
  const cursor = one(search, 'cursor');
  const options = await onBehalfOf();
  const { gateway } = session;
  const both = Promise.all([
    gateway.webhookLogs.list({ ...filters, cursor, limit: DELIVERIES_PER_PAGE }, options),
    gateway.endpoints.list({ limit: 50 }, options),
  ]);
  return (
    <section id="deliveries" className="mt-8 scroll-mt-6">
      <div className="mb-3 flex items-center justify-between gap-4">
        <h2 className="text-[16px]/[24px] font-semibold">Deliveries</h2>
        <ExportCsv path={PATH} search={search} />
      </div>
      <Filters path={PATH} any={Object.keys(filters).length > 0} atOnce>
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
      <Load
        from={both}
        skeleton={
          <Card padded={false}>
            <SkeletonRows />
          </Card>
        }
      >
        {([page, endpoints]) => {
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
                  endpoints={endpoints.data}
                  filtered={Boolean(filters.event ?? filters.status)}
                  can={session.can}
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
