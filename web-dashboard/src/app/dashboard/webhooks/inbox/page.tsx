import { Live } from '../../../../features/live/live';
import { isInProgress } from '../../../../lib/is-in-progress';
import { InboxTools } from '../../../../features/webhooks/inbox/inbox-tools';
import { InboxList } from '../../../../features/webhooks/inbox/inbox-list';
import { InboxOff } from '../../../../features/webhooks/inbox/inbox-off';
import { loadInbox } from '../../../../features/webhooks/inbox/load-inbox';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';

/** The gateway's own receiver: shows the first webhook without a server or a tunnel. */
export default async function InboxPage() {
  const session = await readSession();
  return (
    <Page title="Inbox" about="Records every webhook as your server would receive it. Nothing leaves the gateway.">
      <Load from={loadInbox(session.gateway, await onBehalfOf())}>
        {(inbox) =>
          inbox ? (
            <div className="grid gap-6">
              <InboxTools endpoint={inbox.endpoint} session={session} />
              <Live atOnce />
              {inbox.deliveries.some((delivery) => isInProgress(delivery)) && <AutoRefresh />}
              <InboxList deliveries={inbox.deliveries} />
            </div>
          ) : (
            <InboxOff maySwitchOn={session.can('webhooks:write')} />
          )
        }
      </Load>
    </Page>
  );
}
