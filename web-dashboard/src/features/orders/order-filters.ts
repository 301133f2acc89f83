import { listedIn } from '../../lib/amount-sort';
import { one, oneOf, type Search } from '../../lib/search';
import { ORDER_STATUSES } from './order-status';

/** The list's filters from its address; the export uses the same. */
export function orderFilters(search: Search, timeZone: string) {
  const { sort, createdFrom, createdTo } = listedIn(search, timeZone);
  return {
    q: one(search, 'q'),
    status: oneOf(search, 'status', ORDER_STATUSES),
    customerId: one(search, 'customer_id'),
    ...{ sort, createdFrom, createdTo },
  };
}
