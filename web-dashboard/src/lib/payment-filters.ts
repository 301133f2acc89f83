import { dayIn, one, oneOf, type Search } from './search';
import { PAYMENT_METHODS, PAYMENT_STATUSES } from './statuses';

/** The filters of the list of transactions, as they stand in its address; the export takes the same. Days are the merchant's. */
export function paymentFilters(search: Search, timeZone: string) {
  const filters = {
    q: one(search, 'q'),
    status: oneOf(search, 'status', PAYMENT_STATUSES),
    method: oneOf(search, 'method', PAYMENT_METHODS),
    orderId: one(search, 'order_id'),
    createdFrom: dayIn(search, 'from', timeZone),
    createdTo: dayIn(search, 'to', timeZone, 'end'),
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
}
