import { Live } from '../../../../features/live/live';
import { isInProgress } from '../../../../lib/is-in-progress';
import { EndpointTools } from '../../../../features/webhooks/endpoints/endpoint-tools';
import { InboxList } from '../../../../features/webhooks/inbox/inbox-list';
import { InboxOff } from '../../../../features/webhooks/inbox/inbox-off';
import { loadInbox } from '../../../../features/webhooks/inbox/load-inbox';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { AutoRefresh } from '../../../../ui/auto-refresh';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Reveal } from '../../../../ui/reveal';

/** The gateway's own receiver: shows the first webhook without a server or a tunnel. */
export default async function InboxPage() {
  const session = await readSession();
  return (
    <Page title="Inbox" about="Records every webhook as your server would receive it. Nothing leaves the gateway.">
      <Load from={loadInbox(session.gateway, await onBehalfOf())}>
        {(inbox) =>
          inbox ? (
            <div className="grid gap-6">
              <Card>
                {inbox.endpoint.secret && (
                  <Reveal secret={inbox.endpoint.secret} mode={inbox.endpoint.mode} label="the signing secret" />
                )}
                <EndpointTools endpoint={inbox.endpoint} session={session} />
              </Card>
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
