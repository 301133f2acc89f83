import { isWorking } from '../../../features/keys/api-key';
import { KeyGuide } from '../../../features/keys/key-guide';
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
      about="Your server signs in with a key and its secret. Never put the secret in a browser or an app."
      action={session.can('keys:write') && <NewKey session={session} />}
    >
      <Load
        from={session.gateway.apiKeys.list(await onBehalfOf())}
        skeleton={
          <Card padded={false}>
            <SkeletonRows rows={3} />
          </Card>
        }
      >
        {({ data }) => (
          <>
            <Card padded={false}>
              <KeysTable keys={data} session={session} />
            </Card>
            {data.length > 0 && <KeyGuide session={session} keyId={data.find((key) => isWorking(key))?.id} />}
          </>
        )}
      </Load>
    </Page>
  );
}
