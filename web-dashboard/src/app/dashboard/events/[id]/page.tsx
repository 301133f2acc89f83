import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../../ui/action-form';
import { Code } from '../../../../ui/code';
import Link from '../../../../ui/link';
import { Card, Load, Page } from '../../../../ui/page';
import { Status } from '../../../../ui/pill';
import { Submit } from '../../../../ui/submit';
import { Moment } from '../../../../ui/time';
import { Facts, Id } from '../../../../ui/values';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { resend } from '../../../../features/events/actions';

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  return (
    <Load from={gateway.events.get(id, await onBehalfOf())}>
      {(event) => (
        <Page title={event.event} about={<Moment at={event.createdAt} />}>
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <Card title="Payload">
              <Code
                text={JSON.stringify(event.payload, null, 2)}
                copies={JSON.stringify(event.payload)}
                label="the payload, as it is sent"
              />
            </Card>
            <div className="grid gap-6">
              <Card title="Event">
                <Facts
                  facts={[
                    ['Event', <Id key="id" value={event.id} copy />],
                    ['Object', <Id key="object" value={event.objectId} copy />],
                    ['Version', event.version],
                    ['By', event.actor],
                    ['Request', event.requestId && <Id key="request" value={event.requestId} copy />],
                  ]}
                />
              </Card>
              <Card title="Deliveries">
                {event.deliveries.length === 0 && <p className="text-ink-2">No endpoint wanted it.</p>}
                <ul className="grid gap-2">
                  {event.deliveries.map((delivery) => (
                    <li key={delivery.id} className="flex flex-wrap items-center gap-2">
                      <Status status={delivery.status} />
                      <Link className="link" href={`/dashboard/webhooks/deliveries/${delivery.id}`}>
                        <Id value={delivery.endpointId} />
                      </Link>
                    </li>
                  ))}
                </ul>
                {can('webhooks:retry') && (
                  <ActionForm action={resend.bind(null, id)} attempt={randomUUID()} className="mt-4 grid gap-2">
                    <span>
                      <Submit look="" busy="Sending…">
                        Send again
                      </Submit>
                    </span>
                  </ActionForm>
                )}
              </Card>
            </div>
          </div>
        </Page>
      )}
    </Load>
  );
}
