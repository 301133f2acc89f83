import { EventDeliveries } from '../../../../features/events/event-deliveries';
import { EventFacts } from '../../../../features/events/event-facts';
import { Payload } from '../../../../features/events/payload';
import { onBehalfOf, readSession } from '../../../../lib/session';
import { Card } from '../../../../ui/card';
import { Detail } from '../../../../ui/detail';
import { Load } from '../../../../ui/load';
import { Moment } from '../../../../ui/time';

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  return (
    <Load from={gateway.events.get(id, await onBehalfOf())}>
      {(event) => (
        <Detail
          list={{ href: '/dashboard/events', title: 'Events' }}
          title={event.event}
          kind={event.event}
          id={id}
          about={<Moment at={event.createdAt} />}
          aside={
            <>
              <Card title="Event">
                <EventFacts event={event} />
              </Card>
              <Card title="Deliveries">
                <EventDeliveries event={event} mayResend={can('webhooks:retry')} />
              </Card>
            </>
          }
        >
          <Card title="Payload">
            <Payload payload={event.payload} label="the payload, as it is sent" />
          </Card>
        </Detail>
      )}
    </Load>
  );
}
