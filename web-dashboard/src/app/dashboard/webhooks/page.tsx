import { isServer } from '../../../features/webhooks/deliveries/delivery-filters';
import { DeliveryLog } from '../../../features/webhooks/deliveries/delivery-log';
import { EndpointConfig } from '../../../features/webhooks/endpoints/endpoint-config';
import { EndpointsTable } from '../../../features/webhooks/endpoints/endpoints-table';
import { FirstEndpoint } from '../../../features/webhooks/endpoints/first-endpoint';
import { NewEndpoint } from '../../../features/webhooks/endpoints/new-endpoint';
import { one, type Search } from '../../../lib/search';
import { onBehalfOf, readSession } from '../../../lib/session';
import { Card } from '../../../ui/card';
import { Dialog } from '../../../ui/dialog';
import Link from '../../../ui/link';
import { Load } from '../../../ui/load';
import { Page } from '../../../ui/page';

const MAX_ENDPOINTS = 50;

export default async function WebhooksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams;
  const session = await readSession();
  const { gateway, merchant, can } = session;
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.endpoints.list({ limit: MAX_ENDPOINTS }, options),
    gateway.endpoints.health({}, options),
  ]).then(async ([{ data: endpoints }, { data: healths }]) => {
    const wanted = one(search, 'endpoint');
    // Servers first: the inbox catches what they get once more.
    const listed = [...endpoints].sort((a, b) => Number(isServer(b)) - Number(isServer(a)));
    const chosen = listed.find(({ id }) => id === wanted) ?? listed[0];
    return { endpoints: listed, healths, chosen: chosen && (await gateway.endpoints.get(chosen.id, options)) };
  });
  return (
    <Page
      title="Webhooks"
      about="Signed event messages to your server. Failed deliveries are retried on a schedule."
      action={
        <span className="actions">
          <Link className="button" href="/dashboard/webhooks/inbox">
            Open the inbox
          </Link>
          <Link className="button" href="/dashboard/webhooks/doctor">
            Signature doctor
          </Link>
          {can('webhooks:write') && (
            <Dialog open="Add endpoint" look="primary" title="Add a webhook endpoint" testId="add-endpoint-button">
              <NewEndpoint mode={merchant.mode} />
            </Dialog>
          )}
        </span>
      }
    >
      <Load from={load}>
        {({ endpoints, healths, chosen }) => (
          <>
            {chosen ? (
              <Card padded={false}>
                <EndpointsTable
                  endpoints={endpoints}
                  healths={healths}
                  timeZone={merchant.timeZone}
                  settings={{
                    of: chosen.id,
                    shown: (
                      <EndpointConfig
                        key={chosen.id}
                        endpoint={chosen}
                        session={session}
                        open={endpoints.filter(isServer).length <= 1 || chosen.id === one(search, 'endpoint')}
                      />
                    ),
                  }}
                />
              </Card>
            ) : (
              <FirstEndpoint session={session} />
            )}
            <DeliveryLog search={search} session={session} endpoints={endpoints} healths={healths} />
          </>
        )}
      </Load>
    </Page>
  );
}
