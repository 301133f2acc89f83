import { Card, Load, Page } from '../../../components/page';
import { SkeletonRows } from '../../../components/skeleton';
import { onBehalfOf, readSession } from '../../../lib/session';
import { KeysTable } from './keys-table';
import { NewKey } from './new-key';

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
