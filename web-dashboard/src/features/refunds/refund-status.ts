import { listedIn } from '../../lib/amount-sort';
import { one, oneOf, type Search } from '../../lib/search';
import type { Refund } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const STATUSES: Record<Refund['status'], true> = { pending: true, processed: true, failed: true };
export const REFUND_STATUSES = Object.keys(STATUSES) as Refund['status'][];

/** The list's filters from its address; the export uses the same. */
export function refundFilters(search: Search, timeZone: string) {
  const { sort, createdFrom, createdTo } = listedIn(search, timeZone);
  return { q: one(search, 'q'), status: oneOf(search, 'status', REFUND_STATUSES), sort, createdFrom, createdTo };
}
