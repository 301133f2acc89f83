import type { PaymentGateway } from '@payment-gateway/sdk';
import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';
import { HttpStatus } from './http-status';

type Entry = Awaited<ReturnType<PaymentGateway['requestLogs']['list']>>['data'][number];

const HEAD = ['Request', 'Status', { spare: 'Key' }, { 'end spare': 'Duration' }, { end: 'When' }] as const;

/** `keyNames`: by id, as far as the user may see keys. */
export function RequestsTable({
  entries,
  filtered,
  keyNames,
}: {
  entries: Entry[];
  filtered: boolean;
  keyNames: ReadonlyMap<string, string>;
}) {
  if (entries.length === 0) return <NoRequests filtered={filtered} />;
  return (
    <Table label="Requests" head={HEAD}>
      {entries.map((entry) => (
        <tr key={entry.id} data-link>
          <td className="w-[calc(100cqw-32px)] min-w-0 sm:w-full sm:max-w-0">
            <Link className="row-link flex min-w-0 items-baseline gap-2" href={`/dashboard/logs/${entry.id}`}>
              <span className="mono w-[54px] shrink-0 text-ink-3">{entry.method}</span>
              <span className="mono min-w-0 truncate" title={entry.path}>
                {entry.path}
              </span>
            </Link>
          </td>
          <td>
            <HttpStatus status={entry.status} />
          </td>
          <td className="spare max-w-[180px] truncate">{keyNames.get(entry.apiKey) ?? <Id value={entry.apiKey} />}</td>
          <td className="end spare whitespace-nowrap">{entry.durationMs} ms</td>
          <td className="end">
            <Time at={entry.createdAt} />
          </td>
        </tr>
      ))}
    </Table>
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
      A request appears here a second after your server has sent it.
    </Empty>
  );
}
