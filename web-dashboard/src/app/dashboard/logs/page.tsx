import { CLASSES, METHODS, requestFilters } from '../../../features/logs/request-filters';
import { RequestsTable } from '../../../features/logs/requests-table';
import { one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { ExportCsv } from '../../../ui/export-csv';
import { Filters, FilterSelect } from '../../../ui/filters';
import Link from '../../../ui/link';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';

const PATH = '/dashboard/logs';
const PER_PAGE = 50;
const ABOUT = 'Requests of your server with its API keys, and their responses. Card data and secrets are not stored.';

export default async function LogsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway } = await readSession();
  const { path, method, status, requestId } = requestFilters(search);
  const any = Boolean(path ?? method ?? status ?? requestId);
  const filters = { ...requestFilters(search), cursor: one(search, 'cursor'), limit: PER_PAGE };
  const hint = 'Start of the path, such as /api/v1/payments';
  return (
    <Page
      title="Logs"
      about={ABOUT}
      action={
        <>
          <Link className="button" href={`${PATH}/shell`}>
            Request shell
          </Link>
          <ExportCsv path={PATH} search={search} />
        </>
      }
    >
      <Filters path={PATH} any={any} search={{ value: path ?? '', hint }}>
        {requestId && <input type="hidden" name="request_id" value={requestId} />}
        <FilterSelect name="status" label="Any status" value={status} options={CLASSES} />
        <FilterSelect name="method" label="Any method" value={method} options={METHODS.map((name) => [name, name])} />
      </Filters>
      <Card padded={false}>
        <Load from={gateway.requestLogs.list(filters, await onBehalfOf())} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              <RequestsTable entries={page.data} filtered={any} />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
