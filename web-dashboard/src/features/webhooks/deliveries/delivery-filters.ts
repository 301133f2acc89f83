import { one, oneOf, type Search } from '../../../lib/search';
import type { Delivery } from '../../../lib/types';
import { EVENT_TYPES } from '../../events/event-types';
import { DELIVERY_STATUSES } from './delivery-status';

export const DELIVERIES_PER_PAGE = 25;

/** The delivery log's filters from its address; the request for updates uses the same. */
export function deliveryFilters(search: Search) {
  const filters = {
    event: oneOf(search, 'event', EVENT_TYPES),
    status: oneOf(search, 'status', DELIVERY_STATUSES),
    endpoint: one(search, 'endpoint'),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
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
