import { ApiError } from '../errors/api-error.js';
import type { AmountOrder } from '../http/page.dto.js';
import { cursorOf, idOf } from './cursor.js';

/** No index holds amounts, because every write would pay for it: the rows of a bounded range of time are sorted. */
const MAX_SORTED_DAYS = 92;
/** For days of 25 hours, and for the pages after the first of a range that ends now. */
const TOLERATED_DAYS = 1;
const DAY_MS = 86_400_000;
const AMOUNT_CURSOR = /^(\d{1,15}):(.+)$/s;

export interface SortRequest {
  sort?: AmountOrder | undefined;
  created_from?: Date | undefined;
  created_to?: Date | undefined;
}

/** How a list is sorted. The keys end with the id, so no two rows are equal, and a page can begin after any row. */
export interface ListOrder {
  readonly keys: readonly string[];
  readonly direction: 'ASC' | 'DESC';
  /** The values of the keys in a cursor. */
  readonly read: (cursor: string) => unknown[];
  readonly cursorOf: (row: { id: string; amount?: number }) => string;
}

const idOrder = (uuid: boolean, direction: ListOrder['direction']): ListOrder => ({
  keys: ['id'],
  direction,
  read: (cursor) => [idOf(cursor, uuid)],
  cursorOf: ({ id }) => cursorOf(id),
});
export const newestFirst = (uuid = false) => idOrder(uuid, 'DESC');
export const oldestFirst = (uuid = false) => idOrder(uuid, 'ASC');

const byAmount = (direction: ListOrder['direction']): ListOrder => ({
  keys: ['amount', 'id'],
  direction,
  read: (cursor) => {
    const [, amount, id] = AMOUNT_CURSOR.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
    return [Number(amount), idOf(cursorOf(id ?? ''), false)];
  },
  cursorOf: ({ id, amount }) => cursorOf(`${amount}:${id}`),
});

/** Newest first, or by amount if the request bounds the time. */
export function orderOf(request: SortRequest, uuid = false): ListOrder {
  if (request.sort === undefined) return newestFirst(uuid);
  const { sort, created_from: from, created_to: to = new Date() } = request;
  if (!from || to.getTime() - from.getTime() > (MAX_SORTED_DAYS + TOLERATED_DAYS) * DAY_MS) {
    const description = `sort by amount needs created_from, at most ${MAX_SORTED_DAYS} days before created_to or now`;
    throw new ApiError('invalid_parameter', description, { field: 'sort' });
  }
  return byAmount(sort === 'amount' ? 'ASC' : 'DESC');
}
