import { Card, Load, Page } from '../../../ui/page';
import { SkeletonRows } from '../../../ui/skeleton';
import { onBehalfOf, readSession } from '../../../lib/session';
import { KeysTable } from '../../../features/keys/keys-table';
import { NewKey } from '../../../features/keys/new-key';

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
