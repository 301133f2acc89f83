import { LatestFailures } from '../../../features/queues/latest-failures';
import { Parts } from '../../../features/queues/parts';
import { QueuesTable } from '../../../features/queues/queues-table';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

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
      about="Jobs that are waiting, in progress and scheduled; completed and failed in the last 24 hours."
    >
      <Load from={load}>
        {([queues, health, deliveries, refunds]) => (
          <div className="grid gap-6">
            <Card padded={false}>
              <QueuesTable queues={queues} />
            </Card>
            <LatestFailures deliveries={deliveries.data} refunds={refunds.data} />
            <Card title="Parts">
              <Parts health={health} />
            </Card>
          </div>
        )}
      </Load>
    </Page>
  );
}
