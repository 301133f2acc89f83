import { KeysTable } from '../../../features/keys/keys-table';
import { NewKey } from '../../../features/keys/new-key';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';

export default async function KeysPage() {
  const session = await readSession();
  return (
    <Page
      title="API keys"
      about="Your server signs in with a key and its secret. The secret never belongs into a browser or an app."
      action={session.can('keys:write') && <NewKey session={session} />}
    >
      <Card padded={false}>
        <Load from={session.gateway.apiKeys.list(await onBehalfOf())} skeleton={<SkeletonRows rows={3} />}>
          {({ data }) => <KeysTable keys={data} session={session} />}
        </Load>
      </Card>
    </Page>
  );
}
