import { LatestFailures } from '../../../features/queues/latest-failures';
import { Card, Load, Page } from '../../../ui/page';
import { Status } from '../../../ui/pill';
import { Table } from '../../../ui/table';
import { countOf, wordsOf } from '../../../lib/format';
import { onBehalfOf, readSession } from '../../../lib/session';

const FIGURES = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;

const FAILURES = 5;

export default async function QueuesPage() {
  const { gateway } = await readSession();
  const options = await onBehalfOf();
  const failed = { status: 'failed', limit: FAILURES } as const;
  const load = Promise.all([
    gateway.queueStatus.status(options),
    gateway.health.check(options),
    gateway.webhookLogs.list(failed, options),
    gateway.refunds.list(failed, options),
  ]);
  return (
    <Page
      title="Queues"
      about="What waits, what is being worked on, what waits for its time; completed and failed in the last 24 hours."
    >
      <Load from={load}>
        {([queues, health, deliveries, refunds]) => (
          <div className="grid gap-6">
            <Card padded={false}>
              <Table label="Queues" head={['Queue', ...FIGURES.map((name) => ({ end: wordsOf(name) }))]}>
                {Object.entries(queues).map(([name, figures]) => (
                  <tr key={name}>
                    <td className="font-medium">{wordsOf(name)}</td>
                    {FIGURES.map((figure) => (
                      <td key={figure} className="end">
                        <span className="text-ink-3 sm:hidden">{figure} </span>
                        {countOf(figures[figure])}
                      </td>
                    ))}
                  </tr>
                ))}
              </Table>
            </Card>
            <LatestFailures deliveries={deliveries.data} refunds={refunds.data} />
            <Card title="Parts">
              <dl className="grid gap-3 sm:grid-cols-2">
                {(['database', 'queue', 'redis', 'worker'] as const).map((part) => (
                  <div key={part} className="flex items-center justify-between gap-3">
                    <dt>{wordsOf(part)}</dt>
                    <dd>
                      <Status status={health[part]} />
                    </dd>
                  </div>
                ))}
              </dl>
            </Card>
          </div>
        )}
      </Load>
    </Page>
  );
}
