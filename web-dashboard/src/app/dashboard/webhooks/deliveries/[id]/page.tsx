import { Attempts } from '../../../../../features/webhooks/deliveries/attempts';
import { DeliveryState } from '../../../../../features/webhooks/deliveries/delivery-cells';
import { deliveryCurl } from '../../../../../features/webhooks/deliveries/delivery-curl';
import { DeliveryFacts } from '../../../../../features/webhooks/deliveries/delivery-facts';
import { LastResponse } from '../../../../../features/webhooks/deliveries/last-response';
import { isInProgress } from '../../../../../lib/is-in-progress';
import { RetryForm } from '../../../../../features/webhooks/deliveries/retry-form';
import { SignedBody } from '../../../../../features/webhooks/deliveries/signed-body';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { AutoRefresh } from '../../../../../ui/auto-refresh';
import { Card } from '../../../../../ui/card';
import { CopyButton } from '../../../../../ui/copy';
import { Detail } from '../../../../../ui/detail';
import Link from '../../../../../ui/link';
import { Load } from '../../../../../ui/load';
import { Time } from '../../../../../ui/time';

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const options = await onBehalfOf();
  const load = gateway.webhookLogs.get(id, options).then(async (delivery) => ({
    delivery,
    endpoint: await gateway.endpoints.get(delivery.endpointId, options).catch(() => null), // it may be removed
  }));
  return (
    <Load from={load}>
      {({ delivery, endpoint }) => (
        <Detail
          list={{ href: '/dashboard/webhooks', title: 'Webhooks' }}
          title={delivery.event}
          kind={`Delivery of ${delivery.event}`}
          id={id}
          badge={<DeliveryState {...delivery} />}
          about={
            delivery.status === 'pending' &&
            delivery.attempts > 0 &&
            delivery.nextRetryAt && (
              <>
                Next attempt{' '}
                {Date.parse(delivery.nextRetryAt) > Date.now() ? <Time at={delivery.nextRetryAt} /> : 'now'}
              </>
            )
          }
          action={
            <>
              {can('webhooks:retry') && (
                <RetryForm
                  id={id}
                  look={delivery.status === 'success' ? '' : 'primary'}
                  words={delivery.status === 'success' ? 'Resend' : 'Retry'}
                  className="flex flex-wrap items-center gap-3"
                />
              )}
              {delivery.url && <CopyButton text={deliveryCurl(delivery, delivery.url)}>Copy as curl</CopyButton>}
              <Link className="button" href={`/dashboard/webhooks/doctor?delivery=${id}`}>
                Check its signature
              </Link>
            </>
          }
          aside={<DeliveryFacts delivery={delivery} endpointName={endpoint?.description ?? null} />}
        >
          {isInProgress(delivery) && <AutoRefresh />}
          <LastResponse delivery={delivery} />
          <Card title="Attempts">
            <Attempts history={delivery.history} />
          </Card>
          <Card title="Request">
            <SignedBody delivery={delivery} />
          </Card>
        </Detail>
      )}
    </Load>
  );
}
