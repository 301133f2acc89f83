import { Card, Load, Page } from '../../../components/page';
import { Status } from '../../../components/pill';
import { Table } from '../../../components/table';
import { countOf, wordsOf } from '../../../lib/format';
import { onBehalfOf, readSession } from '../../../lib/session';

const FIGURES = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;

export default async function QueuesPage() {
  const { gateway } = await readSession();
  const options = await onBehalfOf();
  const both = Promise.all([gateway.queueStatus.status(options), gateway.health.check(options)]);
  return (
    <Page
      title="Queues"
      about="What waits, what is being worked on, what waits for its time; completed and failed in the last 24 hours."
    >
      <Load from={both}>
        {([queues, health]) => (
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
