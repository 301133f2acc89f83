import type { PaymentGateway } from '@payment-gateway/sdk';
import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Id } from '../../ui/values';

type Entry = Awaited<ReturnType<PaymentGateway['requestLogs']['list']>>['data'][number];

export function RequestsTable({ entries, filtered }: { entries: Entry[]; filtered: boolean }) {
  if (entries.length === 0) return <NoRequests filtered={filtered} />;
  return (
    <Table label="Requests" head={['Request', 'Status', { wide: 'Key' }, { wide: 'Duration' }, { end: 'When' }]}>
      {entries.map((entry) => (
        <tr key={entry.id} data-link>
          <td>
            <Link className="row-link" href={`/dashboard/logs/${entry.id}`}>
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
