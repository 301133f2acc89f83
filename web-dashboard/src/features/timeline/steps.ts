import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { Delivery, GatewayEvent } from '../../lib/types';
import { endpointName } from '../../lib/short-address';
import { isInProgress } from '../../lib/is-in-progress';

/** One event, with its deliveries to the merchant's endpoints. */
export interface Step {
  event: GatewayEvent;
  deliveries: Delivery[];
}

/** What an endpoint is called: by its description, or by its address. */
export type EndpointNames = ReadonlyMap<string, string>;

export async function loadEndpointNames(gateway: PaymentGateway, options: RequestOptions): Promise<EndpointNames> {
  const { data } = await gateway.endpoints.list({ limit: 50 }, options);
  return new Map(data.map((endpoint) => [endpoint.id, endpointName(endpoint)]));
}

const PAGE_SIZE = 100;
const byEndpoint = (a: Delivery, b: Delivery) => (a.endpointId < b.endpointId ? -1 : 1);

/** The events of some objects, oldest first. Of one moment, in the order of `objects`: the payment before its order. */
export async function loadSteps(
  gateway: PaymentGateway,
  objects: readonly string[],
  options: RequestOptions,
): Promise<Step[]> {
  const lists = await Promise.all(
    objects.map((objectId) =>
      gateway.events.list({ objectId, limit: PAGE_SIZE }, options).then(({ data }) => data.reverse()),
    ),
  );
  // A stable sort: events of one object keep their order, even if one statement wrote them.
  const events = lists.flat().sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const deliveries = await Promise.all(
    events.map(({ id }) => gateway.webhookLogs.list({ eventId: id, limit: 20 }, options).then(({ data }) => data)),
  );
  return events.map((event, index) => ({ event, deliveries: (deliveries[index] ?? []).sort(byEndpoint) }));
}

/** A delivery changes without an event. */
export const isDelivering = (steps: Step[]) =>
  steps.some(({ deliveries }) => deliveries.some((one) => isInProgress(one)));
