import { CLASSES, METHODS, requestFilters } from '../../../features/logs/request-filters';
import { RequestsTable } from '../../../features/logs/requests-table';
import { hrefWith, one, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Chips } from '../../../ui/chips';
import { ExportCsv } from '../../../ui/export-csv';
import { Filters, FilterSelect } from '../../../ui/filters';
import Link from '../../../ui/link';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Pager } from '../../../ui/table';
import { Id } from '../../../ui/values';

const PATH = '/dashboard/logs';
const PER_PAGE = 50;
const ABOUT = 'Requests of your server with its API keys, and their responses. Card data and secrets are not stored.';

export default async function LogsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway, can } = await readSession();
  const options = await onBehalfOf();
  const { path, method, status, requestId, apiKey } = requestFilters(search);
  const any = Boolean(path ?? method ?? status ?? requestId ?? apiKey);
  const filters = { ...requestFilters(search), cursor: one(search, 'cursor'), limit: PER_PAGE };
  const load = Promise.all([
    gateway.requestLogs.list(filters, options),
    can('keys:read') ? gateway.apiKeys.list(options) : { data: [] },
  ]);
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
      <Chips
        label="Status"
        chosen={status}
        options={CLASSES}
        hrefOf={(value) => hrefWith(PATH, search, { status: value, cursor: undefined })}
      />
      <Filters path={PATH} any={any} search={{ value: path ?? '', hint: 'Path, such as /api/v1/payments' }}>
        {requestId && <input type="hidden" name="request_id" value={requestId} />}
        {apiKey && <input type="hidden" name="api_key" value={apiKey} />}
        {status && <input type="hidden" name="status" value={status} />}
        <FilterSelect name="method" label="Any method" value={method} options={METHODS.map((name) => [name, name])} />
      </Filters>
      <Card padded={false}>
        <Load from={load} skeleton={<SkeletonRows />}>
          {([page, keys]) => (
            <>
              {apiKey && (
                <p className="border-b border-line px-4 py-3 text-[13px]/[18px] text-ink-2">
                  Requests with the key {keys.data.find(({ id }) => id === apiKey)?.name ?? <Id value={apiKey} />}
                </p>
              )}
              <RequestsTable
                entries={page.data}
                filtered={any}
                keyNames={new Map(keys.data.flatMap(({ id, name }) => (name ? [[id, name]] : [])))}
              />
              <Pager {...pagesOf(PATH, search, page)} />
            </>
          )}
        </Load>
      </Card>
    </Page>
  );
}
