import { DeliveriesTable } from '../../../../../features/webhooks/deliveries/deliveries-table';
import { EndpointAside } from '../../../../../features/webhooks/endpoints/endpoint-aside';
import { EndpointHealth } from '../../../../../features/webhooks/endpoints/endpoint-health';
import { Replay } from '../../../../../features/webhooks/endpoints/endpoint-tools';
import { SendTest } from '../../../../../features/webhooks/endpoints/send-test';
import { healthOf } from '../../../../../features/webhooks/endpoints/endpoint-words';
import { shortAddress } from '../../../../../lib/short-address';
import { isInProgress } from '../../../../../lib/is-in-progress';
import { onBehalfOf, readSession } from '../../../../../lib/session';
import { AutoRefresh } from '../../../../../ui/auto-refresh';
import { Card } from '../../../../../ui/card';
import { Detail } from '../../../../../ui/detail';
import Link from '../../../../../ui/link';
import { Load } from '../../../../../ui/load';

const SHOWN = 10;

export default async function EndpointPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await readSession();
  const { gateway, can, merchant } = session;
  const options = await onBehalfOf();
  const load = Promise.all([
    gateway.endpoints.get(id, options),
    gateway.webhookLogs.list({ endpoint: id, limit: SHOWN }, options),
    gateway.endpoints.health({ endpoint: id }, options),
  ]);
  return (
    <Load from={load}>
      {([
        endpoint,
        { data: deliveries },
        {
          data: [health],
        },
      ]) => {
        const title = shortAddress(endpoint.url);
        const state = healthOf(endpoint, health);
        return (
          <Detail
            list={{ href: '/dashboard/webhooks', title: 'Webhooks' }}
            title={endpoint.description ?? title}
            kind={`Endpoint ${title}`}
            state={{ of: state, value: state.value }}
            about={endpoint.description && endpoint.url && title}
            id={id}
            action={
              <>
                {can('webhooks:write') && <SendTest id={id} />}
                {can('webhooks:retry') && <Replay id={id} timeZone={merchant.timeZone} />}
              </>
            }
            aside={<EndpointAside endpoint={endpoint} mayWrite={can('webhooks:write')} />}
            below={
              <Card
                title="Deliveries"
                padded={false}
                action={
                  <Link className="link text-[13px]/[18px]" href={`/dashboard/webhooks?endpoint=${id}#deliveries`}>
                    View all
                  </Link>
                }
              >
                <DeliveriesTable
                  deliveries={deliveries}
                  endpoints={[endpoint]}
                  filtered={false}
                  can={can}
                  withEndpoint={false}
                />
              </Card>
            }
          >
            {deliveries.some((one) => isInProgress(one)) && <AutoRefresh />}
            {health && <EndpointHealth endpoint={endpoint} health={health} timeZone={merchant.timeZone} />}
          </Detail>
        );
      }}
    </Load>
  );
}
