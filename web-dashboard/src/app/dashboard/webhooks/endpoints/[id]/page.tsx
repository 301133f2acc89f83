import { DeliveriesTable } from '../../../../../features/webhooks/deliveries/deliveries-table';
import { EndpointForm } from '../../../../../features/webhooks/endpoints/endpoint-form';
import { EndpointHealth } from '../../../../../features/webhooks/endpoints/endpoint-health';
import { EndpointSecret } from '../../../../../features/webhooks/endpoints/endpoint-secret';
import { EndpointTools } from '../../../../../features/webhooks/endpoints/endpoint-tools';
import { healthOf } from '../../../../../features/webhooks/endpoints/endpoint-words';
import { shortAddress } from '../../../../../features/webhooks/endpoints/short-address';
import { isInProgress } from '../../../../../lib/is-in-progress';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { AutoRefresh } from '../../../../../ui/auto-refresh';
import { Card } from '../../../../../ui/card';
import { Detail } from '../../../../../ui/detail';
import Link from '../../../../../ui/link';
import { Load } from '../../../../../ui/load';
import { Moment } from '../../../../../ui/time';
import { Facts } from '../../../../../ui/values';

/** Deliveries that the health is read from. */
const MAX_READ = 100;
const SHOWN = 10;

export default async function EndpointPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  const { gateway, can } = session;
  const options = await onBehalfOf();
  const both = Promise.all([
    gateway.endpoints.get(id, options),
    gateway.webhookLogs.list({ endpoint: id, limit: MAX_READ }, options),
  ]);
  return (
    <Load from={both}>
      {([endpoint, { data }]) => {
        const title = endpoint.url ? shortAddress(endpoint.url) : 'Inbox';
        const health = healthOf(endpoint);
        return (
          <Detail
            list={{ href: `/dashboard/webhooks?endpoint=${id}`, title: 'Webhooks' }}
            title={title}
            kind={`Endpoint ${title}`}
            state={{ of: health, value: health.value }}
            about={endpoint.kind === 'url' && endpoint.description}
            id={id}
            aside={
              <>
                <Card title="Signing secret">
                  <EndpointSecret endpoint={endpoint} />
                </Card>
                <Card title="Endpoint">
                  <Facts
                    facts={[
                      ['Receives', endpoint.events === null ? 'All events' : endpoint.events.join(', ')],
                      ['Form of the body', endpoint.format === 'native' ? null : endpoint.format],
                      ['Headers of yours', endpoint.headerNames.join(', ')],
                      ['Created', <Moment key="created" at={endpoint.createdAt} />],
                    ]}
                  />
                  <details className="mt-2 border-t border-line pt-3">
                    <summary className="font-medium">Settings</summary>
                    <div className="mt-3">
                      <EndpointForm endpoint={endpoint} mayWrite={can('webhooks:write')} />
                    </div>
                  </details>
                </Card>
              </>
            }
            below={
              <Card
                title="Deliveries"
                padded={false}
                action={
                  <Link className="link text-[13px]/[18px]" href={`/dashboard/webhooks?endpoint=${id}`}>
                    All of them
                  </Link>
                }
              >
                <DeliveriesTable deliveries={data.slice(0, SHOWN)} endpoints={[endpoint]} filtered={false} can={can} />
              </Card>
            }
          >
            {data.slice(0, SHOWN).some((one) => isInProgress(one)) && <AutoRefresh />}
            <EndpointHealth endpoint={endpoint} deliveries={data} />
            <Card title="Try and repair">
              <div className="-mt-4">
                <EndpointTools endpoint={endpoint} session={session} />
              </div>
            </Card>
          </Detail>
        );
      }}
    </Load>
  );
}
