import { EVENT_TYPES } from '../../../features/events/event-types';
import { EventsTable } from '../../../features/events/events-table';
import { Live } from '../../../features/live/live';
import { one, oneOf, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { ExportCsv } from '../../../ui/export-csv';
import { Filters, FilterSelect } from '../../../ui/filters';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/events';
const PER_PAGE = 25;

export default async function EventsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway } = await readSession();
  const [q, cursor, type] = [one(search, 'q'), one(search, 'cursor'), oneOf(search, 'type', EVENT_TYPES)];
  const events = gateway.events.list({ q, type, cursor, limit: PER_PAGE }, await onBehalfOf());
  return (
    <Page
      title="Events"
      about="Every event, newest first. Webhooks carry the same data."
      action={<ExportCsv path={PATH} search={search} />}
    >
      <Filters path={PATH} any={Boolean(q ?? type)} search={{ value: q ?? '', hint: 'Id of an event or its object' }}>
        <FilterSelect name="type" label="Any type" value={type} options={EVENT_TYPES.map((name) => [name, name])} />
      </Filters>
      {!cursor && <Live {...(type && { types: type })} of={q ? undefined : 'event'} />}
      <Card padded={false}>
        <Load from={events} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <EventsTable events={page.data} filtered={Boolean(q ?? type)} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
