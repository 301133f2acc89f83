import { Attempts } from '../../../../../features/webhooks/deliveries/attempts';
import { DeliveryFacts } from '../../../../../features/webhooks/deliveries/delivery-facts';
import { isInProgress } from '../../../../../lib/is-in-progress';
import { RetryForm } from '../../../../../features/webhooks/deliveries/retry-form';
import { SignedBody } from '../../../../../features/webhooks/deliveries/signed-body';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { AutoRefresh } from '../../../../../ui/auto-refresh';
import { Card } from '../../../../../ui/card';
import { Detail } from '../../../../../ui/detail';
import Link from '../../../../../ui/link';
import { Load } from '../../../../../ui/load';
import { Status } from '../../../../../ui/pill';

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const retry = can('webhooks:retry') && <RetryForm id={id} className="flex items-center gap-3" />;
  return (
    <Load from={gateway.webhookLogs.get(id, await onBehalfOf())}>
      {(delivery) => (
        <Detail
          list={{ href: '/dashboard/webhooks', title: 'Webhooks' }}
          title={delivery.event}
          kind={`Delivery of ${delivery.event}`}
          id={id}
          badge={<Status status={delivery.status} id="webhook-status" />}
          action={
            <>
              <Link className="button" href={`/dashboard/webhooks/doctor?delivery=${id}`}>
                Check its signature
              </Link>
              {retry}
            </>
          }
          aside={
            <Card title="Delivery">
              <DeliveryFacts delivery={delivery} />
            </Card>
          }
        >
          {isInProgress(delivery) && <AutoRefresh />}
          <Card title="Attempts">
            <Attempts history={delivery.history} />
          </Card>
          <Card title="Body, as it is signed">
            <SignedBody body={delivery.requestBody} />
          </Card>
        </Detail>
      )}
    </Load>
  );
}
