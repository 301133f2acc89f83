import { dayIn, one, oneOf, type Search } from '../../lib/search';
import { PAYMENT_METHODS } from './payment-method';
import { filtersFor, SHOWN_PAYMENT_STATUSES } from './payment-status';

/** The status in the filter, by the names on the pills. */
export const shownStatusIn = (search: Search) => oneOf(search, 'status', SHOWN_PAYMENT_STATUSES);

/** The list's filters from its address; the export uses the same. Days are in the merchant's time zone. */
export function paymentFilters(search: Search, timeZone: string) {
  const filters = {
    q: one(search, 'q'),
    ...filtersFor(shownStatusIn(search)),
    method: oneOf(search, 'method', PAYMENT_METHODS),
    orderId: one(search, 'order_id'),
    createdFrom: dayIn(search, 'from', timeZone),
    createdTo: dayIn(search, 'to', timeZone, 'end'),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
}
