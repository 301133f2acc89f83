import { dayIn, hrefWith, one, oneOf, type Search } from './search';
import { clockIn } from './time-zone';

const ORDERS = ['-amount', 'amount'] as const;
export type AmountSort = (typeof ORDERS)[number];
export const SORT_NAMES = [
  ['-amount', 'Largest amount'],
  ['amount', 'Smallest amount'],
] as const satisfies readonly (readonly [AmountSort, string])[];

/** The API sorts by amount within 92 days. */
const SORTED_DAYS = 90;
const DAY_MS = 86_400_000;

/** The days and the order of a list from its address. By amount, the last 90 days are listed unless the address begins elsewhere. */
export function listedIn(search: Search, timeZone: string, now = Date.now()) {
  const sort = oneOf(search, 'sort', ORDERS);
  const createdTo = dayIn(search, 'to', timeZone, 'end');
  const end = createdTo ? Date.parse(createdTo) : now;
  const from = one(search, 'from') ?? (sort && clockIn(end - SORTED_DAYS * DAY_MS, timeZone).slice(0, 10));
  return { sort, from, createdFrom: dayIn({ from }, 'from', timeZone), createdTo };
}

/** The head of the column of amounts: largest first, then smallest first, then newest first again. */
export function amountHead(path: string, search: Search) {
  const sort = oneOf(search, 'sort', ORDERS);
  const next = sort === undefined ? '-amount' : sort === '-amount' ? 'amount' : undefined;
  return {
    text: 'Amount',
    look: 'end',
    href: hrefWith(path, search, { sort: next, cursor: undefined }),
    sorted: sort && (sort === 'amount' ? ('ascending' as const) : ('descending' as const)),
  };
}
