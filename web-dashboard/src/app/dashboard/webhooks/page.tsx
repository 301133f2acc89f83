import Link from 'next/link';
import { DeliveryLog } from '../../../components/delivery-log';
import { EndpointConfig } from '../../../components/endpoint-config';
import { EndpointTabs } from '../../../components/endpoint-tabs';
import { NewEndpoint } from '../../../components/new-endpoint';
import { Card, Load, Page } from '../../../components/page';
import { one, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';

const MOST_ENDPOINTS = 50;

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const { gateway, can } = session;
  const options = await onBehalfOf();
  const mayWrite = can('webhooks:write');
  const isLive = session.merchant.mode === 'live';
  const load = gateway.endpoints.list({ limit: MOST_ENDPOINTS }, options).then(async ({ data }) => {
    const chosen = data.find(({ id }) => id === one(search, 'endpoint')) ?? data[0];
    return { endpoints: data, chosen: chosen && (await gateway.endpoints.get(chosen.id, options)) };
  });
  return (
    <Page
      title="Webhooks"
      about="Signed messages to your server when something happens. Failed ones are tried again by schedule."
      action={
        <>
          <Link className="button" href="/dashboard/webhooks/inbox">
            Inbox
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
            {/* The form of the first one would go with the page it is on, and with it the secret that a live one shows once. */}
            {(chosen || isLive) && <EndpointTabs endpoints={endpoints} chosen={chosen?.id} mayWrite={mayWrite} />}
            {chosen ? (
              <EndpointConfig key={chosen.id} endpoint={chosen} can={can} />
            ) : (
              <Card title="Your first endpoint">
                {mayWrite && !isLive ? (
                  <NewEndpoint first />
                ) : (
                  <p className="text-ink-2">There is none yet. {isLive && 'Its signing secret will be shown once.'}</p>
                )}
              </Card>
            )}
          </>
        )}
      </Load>
      <DeliveryLog search={search} session={session} />
    </Page>
  );
}
