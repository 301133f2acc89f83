import { AddConnection } from '../../../features/connections/add-connection';
import { ConnectionsList } from '../../../features/connections/connections-list';
import type { Asked } from '../../../features/routing/dry-run';
import { explain } from '../../../features/routing/explain';
import { Routing } from '../../../features/routing/routing';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const asked = await searchParams;
  const session = await readSession();
  const { gateway } = session;
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.connectorAccounts.list(options),
    gateway.connectors.list(options),
    gateway.routing.get(options),
    explain(session, asked, options),
  ]);
  // A failure is shown once, in place of the list.
  const offered = load.then(
    ([, { data }]) => data,
    () => [],
  );
  return (
    <Page
      title="Connections"
      about="The accounts at acquirers that take your payments, in the order in which they are tried."
      action={
        session.can('connectors:write') && (
          <Load from={offered}>{(connectors) => <AddConnection connectors={connectors} />}</Load>
        )
      }
    >
      <Load from={load} skeleton={<SkeletonRows rows={3} />}>
        {([{ data }, { data: connectors }, routing, explained]) => (
          <div className="grid grid-cols-1 gap-4">
            <ConnectionsList connections={data} connectors={connectors} session={session} />
            {data.length > 0 && <Routing {...{ routing, asked, explained, session }} connections={data} />}
          </div>
        )}
      </Load>
    </Page>
  );
}
