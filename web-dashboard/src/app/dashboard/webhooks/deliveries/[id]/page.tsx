import { Attempts } from '../../../../../features/webhooks/deliveries/attempts';
import { DeliveryFacts } from '../../../../../features/webhooks/deliveries/delivery-facts';
import { isInProgress } from '../../../../../lib/is-in-progress';
import { RetryForm } from '../../../../../features/webhooks/deliveries/retry-form';
import { SignedBody } from '../../../../../features/webhooks/deliveries/signed-body';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { AutoRefresh } from '../../../../../ui/auto-refresh';
import { Card } from '../../../../../ui/card';
import { Load } from '../../../../../ui/load';
import { Page } from '../../../../../ui/page';
import { Status } from '../../../../../ui/pill';

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { gateway, can } = await readSession();
  const retry = can('webhooks:retry') && <RetryForm id={id} className="flex items-center gap-3" />;
  return (
    <Load from={gateway.webhookLogs.get(id, await onBehalfOf())}>
      {(delivery) => (
        <Page title={delivery.event} about={<Status status={delivery.status} id="webhook-status" />} action={retry}>
          {isInProgress(delivery) && <AutoRefresh />}
          <div className="grid items-start gap-6 lg:grid-cols-[1fr_380px]">
            <div className="grid min-w-0 gap-6">
              <Card title="Attempts">
                <Attempts history={delivery.history} />
              </Card>
              <Card title="Body, as it is signed">
                <SignedBody body={delivery.requestBody} />
              </Card>
            </div>
            <Card title="Delivery">
              <DeliveryFacts delivery={delivery} />
            </Card>
          </div>
        </Page>
      )}
    </Load>
  );
}
