import { one, oneOf, type Search } from '../../../lib/search';
import type { Delivery, Endpoint, EndpointHealth } from '../../../lib/types';
import { EVENT_TYPES } from '../../events/event-types';
import { DELIVERY_STATUSES } from './delivery-status';

export const DELIVERIES_PER_PAGE = 25;
/** In the address, where the deliveries of the only server are shown at first. */
export const ALL_ENDPOINTS = 'all';

/** The delivery log's filters from its address; the request for updates uses the same. */
export function deliveryFilters(search: Search) {
  const endpoint = one(search, 'endpoint');
  const filters = {
    event: oneOf(search, 'event', EVENT_TYPES),
    status: oneOf(search, 'status', DELIVERY_STATUSES),
    endpoint: endpoint === ALL_ENDPOINTS ? undefined : endpoint,
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
}

/**
 * The address with the only server as its endpoint, because the inbox shows every event once more; not if it names an
 * endpoint or all, nor while nothing was sent to the server.
 */
export function withOnlyServer(
  search: Search,
  endpoints: Pick<Endpoint, 'id' | 'kind'>[],
  healths: EndpointHealth[],
): Search {
  const servers = endpoints.filter(({ kind }) => kind === 'url');
  const [server] = servers;
  const hasAny = healths.some(({ endpointId, lastAttemptAt }) => endpointId === server?.id && lastAttemptAt !== null);
  return server && servers.length === 1 && hasAny && !one(search, 'endpoint')
    ? { ...search, endpoint: server.id }
    : search;
}

/** The fields of a delivery that change over time. */
export type DeliveryNow = Pick<
  Delivery,
  'id' | 'status' | 'attempts' | 'lastAttemptAt' | 'responseCode' | 'error' | 'nextRetryAt' | 'createdAt'
>;

export const nowOf = ({
  id,
  status,
  attempts,
  lastAttemptAt,
  responseCode,
  error,
  nextRetryAt,
  createdAt,
}: Delivery): DeliveryNow => ({ id, status, attempts, lastAttemptAt, responseCode, error, nextRetryAt, createdAt });
