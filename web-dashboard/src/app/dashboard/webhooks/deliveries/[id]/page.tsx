import { randomUUID } from 'node:crypto';
import { ActionForm } from '../../../../../ui/action-form';
import { Attempts } from '../../../../../features/webhooks/deliveries/attempts';
import { Code, readable } from '../../../../../ui/code';
import Link from '../../../../../ui/link';
import { Moving } from '../../../../../ui/auto-refresh';
import { Card, Load, Page } from '../../../../../ui/page';
import { Status } from '../../../../../ui/pill';
import { Submit } from '../../../../../ui/submit';
import { Moment } from '../../../../../ui/time';
import { Facts, Id } from '../../../../../ui/values';
import { wordsOf } from '../../../../../lib/format';
import { isMoving } from '../../../../../features/webhooks/deliveries/is-moving';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { retryDelivery } from '../../../../../features/webhooks/endpoints/actions';

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const retry = can('webhooks:retry') && (
    <ActionForm action={retryDelivery.bind(null, id)} attempt={randomUUID()} className="flex items-center gap-3">
      <Submit look="" busy="Retrying…" testId="retry-webhook-button" data-webhook-id={id}>
        Retry
      </Submit>
    </ActionForm>
  );
  return (
    <Load from={gateway.webhookLogs.get(id, await onBehalfOf())}>
      {(delivery) => (
        <Page title={delivery.event} about={<Status status={delivery.status} id="webhook-status" />} action={retry}>
          {isMoving(delivery) && <Moving />}
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <div className="grid min-w-0 gap-6">
              <Card title="Attempts">
                <Attempts history={delivery.history} />
              </Card>
              <Card title="Body, as it is signed">
                <Code text={delivery.requestBody} label="the body" wrapped />
                <details className="mt-3">
                  <summary className="text-[13px]/[18px] text-accent">To read</summary>
                  <div className="mt-2">
                    <Code
                      text={readable(delivery.requestBody)}
                      copies={delivery.requestBody}
                      label="the body, byte for byte as it is signed"
                    />
                  </div>
                </details>
              </Card>
            </div>
            <Card title="Delivery">
              <Facts
                facts={[
                  ['To', delivery.url ?? 'Inbox'],
                  [
                    'Event',
                    <Link key="event" className="link" href={`/dashboard/events/${delivery.eventId}`}>
                      <Id value={delivery.eventId} />
                    </Link>,
                  ],
                  ['Attempts', delivery.attempts],
                  ['Next attempt', delivery.nextRetryAt && <Moment key="next" at={delivery.nextRetryAt} />],
                  ['What went wrong', delivery.error && wordsOf(delivery.error)],
                  ['Created', <Moment key="created" at={delivery.createdAt} />],
                ]}
              />
              <Link className="link" href={`/dashboard/webhooks/doctor?delivery=${id}`}>
                Check its signature
              </Link>
            </Card>
          </div>
        </Page>
      )}
    </Load>
  );
}
