import { listedIn } from '../../lib/amount-sort';
import { one, oneOf, type Search } from '../../lib/search';
import { MONEY_STATES } from '../../lib/states';
import type { Payment } from '../../lib/types';
import { PAYMENT_METHODS } from './payment-method';
import { filtersFor, SHOWN_PAYMENT_STATUSES } from './payment-status';

export const MONEY_STATE_NAMES = Object.keys(MONEY_STATES) as Payment['moneyState'][];

/** The money state of the chips. */
export const moneyStateIn = (search: Search) => oneOf(search, 'state', MONEY_STATE_NAMES);

/** The list's filters from its address; the export uses the same. Days are in the merchant's time zone. */
export function paymentFilters(search: Search, timeZone: string) {
  const { sort, createdFrom, createdTo } = listedIn(search, timeZone);
  const filters = {
    q: one(search, 'q'),
    moneyState: moneyStateIn(search),
    // Of addresses from before there were chips.
    ...filtersFor(oneOf(search, 'status', SHOWN_PAYMENT_STATUSES)),
    method: oneOf(search, 'method', PAYMENT_METHODS),
    orderId: one(search, 'order_id'),
    customerId: one(search, 'customer_id'),
    paymentLinkId: one(search, 'payment_link_id'),
    ...{ sort, createdFrom, createdTo },
  };
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as typeof filters;
}
