import { AddConnection } from '../../../features/connections/add-connection';
import { ConnectionsList } from '../../../features/connections/connections-list';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';

export default async function ConnectionsPage() {
  const session = await readSession();
  const { gateway } = session;
  const options = await onBehalfOf();
  const load = Promise.all([gateway.connectorAccounts.list(options), gateway.connectors.list(options)]);
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
        {([{ data }, { data: connectors }]) => (
          <ConnectionsList connections={data} connectors={connectors} session={session} />
        )}
      </Load>
    </Page>
  );
}
