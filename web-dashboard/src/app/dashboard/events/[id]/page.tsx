import { EventDeliveries } from '../../../../features/events/event-deliveries';
import { EventFacts } from '../../../../features/events/event-facts';
import { Payload } from '../../../../features/events/payload';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Load } from '../../../../ui/load';
import { Page } from '../../../../ui/page';
import { Moment } from '../../../../ui/time';

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  return (
    <Load from={gateway.events.get(id, await onBehalfOf())}>
      {(event) => (
        <Page title={event.event} about={<Moment at={event.createdAt} />}>
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <Card title="Payload">
              <Payload payload={event.payload} label="the payload, as it is sent" />
            </Card>
            <div className="grid gap-6">
              <Card title="Event">
                <EventFacts event={event} />
              </Card>
              <Card title="Deliveries">
                <EventDeliveries event={event} mayResend={can('webhooks:retry')} />
              </Card>
            </div>
          </div>
        </Page>
      )}
    </Load>
  );
}
