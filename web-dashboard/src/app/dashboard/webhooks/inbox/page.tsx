import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../../ui/action-form';
import { EndpointTools } from '../../../../features/webhooks/endpoints/endpoint-tools';
import { InboxList } from '../../../../features/webhooks/deliveries/inbox-list';
import { Live } from '../../../../features/live/live';
import { Moving } from '../../../../ui/auto-refresh';
import { Card, Empty, Load, Page } from '../../../../ui/page';
import { Reveal } from '../../../../ui/reveal';
import { Submit } from '../../../../ui/submit';
import { SAMPLES } from '../../../../lib/empty-samples';
import { isMoving } from '../../../../features/webhooks/deliveries/is-moving';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { switchOnInbox } from '../../../../features/webhooks/endpoints/actions';

const SHOWN = 20;

/** The gateway's own receiver: the first webhook is seen without a server or a tunnel. */
export default async function InboxPage() {
  const session = await readSession();
  const { gateway, can } = session;
  const options = await onBehalfOf();
  const load = gateway.endpoints.list({ limit: 50 }, options).then(async ({ data }) => {
    const inbox = data.find(({ kind, enabled }) => kind === 'inbox' && enabled);
    if (!inbox) return null;
    const [endpoint, log] = await Promise.all([
      gateway.endpoints.get(inbox.id, options),
      gateway.webhookLogs.list({ endpoint: inbox.id, limit: SHOWN }, options),
    ]);
    const deliveries = await Promise.all(log.data.map(({ id }) => gateway.webhookLogs.get(id, options)));
    return { endpoint, deliveries };
  });
  return (
    <Page
      title="Inbox"
      about="Catches every webhook as your server would get it, and shows it here. Nothing leaves the gateway."
    >
      <Load from={load}>
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
              {inbox.deliveries.some((delivery) => isMoving(delivery)) && <Moving />}
              <InboxList deliveries={inbox.deliveries} />
            </div>
          ) : (
            <Card>
              <Empty title="The inbox is off" sample={SAMPLES.inbox}>
                <p>
                  {can('webhooks:write') ? 'Switch it on' : 'Ask a developer of your team to switch it on'}, then make a
                  payment or send a test event: the webhook appears here within a second.
                </p>
                {can('webhooks:write') && (
                  <ActionForm action={switchOnInbox} attempt={randomUUID()} className="mt-4 inline-grid gap-2">
                    <Submit busy="Switching on…" testId="inbox-on-button">
                      Switch it on
                    </Submit>
                  </ActionForm>
                )}
              </Empty>
            </Card>
          )
        }
      </Load>
    </Page>
  );
}
