import { DeliveryLog } from '../../../features/webhooks/deliveries/delivery-log';
import { EndpointConfig } from '../../../features/webhooks/endpoints/endpoint-config';
import { EndpointTabs } from '../../../features/webhooks/endpoints/endpoint-tabs';
import { FirstEndpoint } from '../../../features/webhooks/endpoints/first-endpoint';
import { one, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import Link from '../../../ui/link';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

const MAX_ENDPOINTS = 50;

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const { gateway } = session;
  const options = await onBehalfOf();
  const load = gateway.endpoints.list({ limit: MAX_ENDPOINTS }, options).then(async ({ data }) => {
    const wanted = one(search, 'endpoint');
    const chosen = data.find(({ id }) => id === wanted) ?? data.find(({ kind }) => kind === 'url') ?? data[0];
    return { endpoints: data, chosen: chosen && (await gateway.endpoints.get(chosen.id, options)) };
  });
  return (
    <Page
      title="Webhooks"
      about="Signed event messages to your server. Failed deliveries are retried on a schedule."
      action={
        <>
          <Link className="button" href="/dashboard/webhooks/inbox">
            Open the inbox
          </Link>
          <Link className="button" href="/dashboard/webhooks/doctor">
            Signature doctor
          </Link>
        </>
      }
    >
      <Load from={load}>
        {({ endpoints, chosen }) => (
          <>
            {chosen && <EndpointTabs endpoints={endpoints} chosen={chosen.id} session={session} />}
            {chosen ? (
              <EndpointConfig key={chosen.id} endpoint={chosen} session={session} />
            ) : (
              <FirstEndpoint session={session} />
            )}
          </>
        )}
      </Load>
      <DeliveryLog search={search} session={session} />
    </Page>
  );
}
