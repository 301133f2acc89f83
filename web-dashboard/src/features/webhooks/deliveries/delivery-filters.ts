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

/** Not the inbox, which catches every event without one. */
export const isServer = ({ kind }: Pick<Endpoint, 'kind'>) => kind === 'url';

/**
 * The address with the only server as its endpoint, because the inbox shows every event once more; not if it names an
 * endpoint or all, nor while nothing was sent to the server.
 */
export function withOnlyServer(
  search: Search,
  endpoints: Pick<Endpoint, 'id' | 'kind'>[],
  healths: EndpointHealth[],
): Search {
  const [server, ...others] = endpoints.filter(isServer);
  if (!server || others.length > 0 || one(search, 'endpoint')) return search;
  const hasAny = healths.some(({ endpointId, lastAttemptAt }) => endpointId === server.id && lastAttemptAt !== null);
  return hasAny ? { ...search, endpoint: server.id } : search;
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
