import { Filters, FilterSelect } from '../../../ui/filters';
import Link from '../../../ui/link';
import { Card, Empty, Load, Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { Status } from '../../../ui/pill';
import { Pager, Table } from '../../../ui/table';
import { Time } from '../../../ui/time';
import { Id } from '../../../ui/values';
import { SAMPLES } from '../../../lib/empty-samples';
import { one, oneOf, pagesOf, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';

const PATH = '/dashboard/logs';
const PER_PAGE = 50;
const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
const CLASSES = [
  ['2xx', 'Good (2xx)'],
  ['4xx', 'Refused (4xx)'],
  ['5xx', 'Our fault (5xx)'],
] as const;

export default async function LogsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const { gateway } = await readSession();
  const [path, cursor, requestId] = ['q', 'cursor', 'request_id'].map((name) => one(search, name));
  const method = oneOf(search, 'method', METHODS);
  const status = oneOf(search, 'status', ['2xx', '4xx', '5xx']);
  const any = Boolean(path ?? method ?? status ?? requestId);
  const logs = gateway.requestLogs.list(
    { path, method, status, requestId, cursor, limit: PER_PAGE },
    await onBehalfOf(),
  );
  return (
    <Page
      title="Logs"
      about="What your server asked with its keys, and what it was answered. Card data and secrets are left out."
    >
      <Filters
        path={PATH}
        any={any}
        search={{ value: path ?? '', hint: 'Begin of the path, such as /api/v1/payments' }}
      >
        {requestId && <input type="hidden" name="request_id" value={requestId} />}
        <FilterSelect name="status" label="Any status" value={status} options={CLASSES} />
        <FilterSelect name="method" label="Any method" value={method} options={METHODS.map((name) => [name, name])} />
      </Filters>
      <Card padded={false}>
        <Load from={logs} skeleton={<SkeletonRows />}>
          {(page) => (
            <>
              {page.data.length === 0 && <NoRequests filtered={any} />}
              {page.data.length > 0 && (
                <Table
                  label="Requests"
                  head={['Request', 'Status', { wide: 'Key' }, { wide: 'Duration' }, { end: 'When' }]}
                >
                  {page.data.map((entry) => (
                    <tr key={entry.id} data-link>
                      <td>
                        <Link className="row-link" href={`${PATH}/${entry.id}`}>
                          <span className="mono">
                            {entry.method} {entry.path}
                          </span>
                        </Link>
                      </td>
                      <td>
                        <Status status={String(entry.status)} />
                      </td>
                      <td className="wide">
                        <Id value={entry.apiKey} />
                      </td>
                      <td className="wide">{entry.durationMs} ms</td>
                      <td className="end">
                        <Time at={entry.createdAt} />
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

function NoRequests({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title="No request fits these filters">Try fewer of them.</Empty>;
  return (
    <Empty
      title="No requests yet"
      action={{ href: '/dashboard/keys', words: 'Get an API key' }}
      sample={SAMPLES.request}
    >
      A request stands here a second after your server has made it.
    </Empty>
  );
}
