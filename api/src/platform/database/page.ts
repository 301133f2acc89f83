import { ApiError } from '../errors/api-error.js';
import { MAX_COUNTED } from '../http/page.dto.js';
import { type IdKind, smallestIdAt } from '../ids.js';
import { smallestUuidAt } from '../uuid.js';
import type { Database } from './database.js';
import { type ListOrder, oldestFirst, orderOf, type SortRequest } from './list-order.js';
import { statement } from './sql.js';

/** A list's rows, one merchant's only: newest first by an id that sorts by time, unless the request sorts by amount. */
export interface Listed {
  /** Table and alias, e.g. `orders o`. */
  readonly from: string;
  readonly alias: string;
  /** SQL of one row's JSON text. */
  readonly json: string;
  /** The id column has the type uuid. */
  readonly uuid?: boolean;
  /**
   * Conditions of which every row of the list meets exactly one. Each is read separately in index order, at most one page
   * of it; combined by OR, all their rows would be read and sorted.
   */
  readonly parts?: readonly string[];
}

export interface PageRequest extends SortRequest {
  limit?: number | undefined;
  cursor?: string | undefined;
  /** The rows next to this id that are newer, instead of those after a cursor. `has_more` is about still newer ones. */
  newerThan?: string | undefined;
}
export type Backwards = Pick<PageRequest, 'newerThan'>;
export interface CountedRequest extends PageRequest {
  offset?: number | undefined;
}

const OFFSET_TOO_LARGE = `offset must be at most ${MAX_COUNTED}: follow next_cursor with the parameter cursor instead`;
const OFFSET_OR_CURSOR = 'offset and cursor exclude each other: send one of them';

/** A condition on the list; each `?` stands for its value. A condition whose value is absent is left out. */
export type Filter = readonly [condition: string, value: unknown];

/**
 * The value of a column, or several, if the index on it leaves out the values `usual`: most rows have one of these, so the
 * primary key finds them. PostgreSQL uses the index only if the text of the statement excludes them.
 */
export function seldom(column: string, value: unknown, usual: readonly string[]): Filter[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const excluded = usual.map((each) => `'${each}'`).join(', ');
  const isSeldom = isGiven(value) && !usual.some((each) => values.includes(each));
  return [
    [Array.isArray(value) ? `${column} = ANY(?)` : `${column} = ?`, value],
    [`${column} NOT IN (${excluded})`, isSeldom ? true : null],
  ];
}

/** The maximum difference between the time in an id and its row's created_at: waiting and clock skew. */
const ID_TIME_TOLERANCE_MS = 10 * 60_000;

/**
 * Created at `created_from` or later and before `created_to`. The conditions on the id, which sorts by time, bound the
 * scan: without them an old period would be searched from the newest row on.
 */
export function madeWithin(
  alias: string,
  ids: IdKind | 'uuid',
  { created_from: from, created_to: to }: { created_from?: Date; created_to?: Date },
): Filter[] {
  const idAt = (date: Date) => (ids === 'uuid' ? smallestUuidAt(date) : smallestIdAt(ids, date));
  return [
    [`${alias}.id >= ?`, from && idAt(new Date(from.getTime() - ID_TIME_TOLERANCE_MS))],
    [`${alias}.id < ?`, to && idAt(new Date(to.getTime() + ID_TIME_TOLERANCE_MS))],
    [`${alias}.created_at >= ?`, from],
    [`${alias}.created_at < ?`, to],
  ];
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

const DEFAULT_LIMIT = 10;

interface Row {
  id: string;
  amount?: number;
  body: string;
}

/**
 * One keyset page as JSON text: `{"data":[…],"has_more":bool,"next_cursor":string|null}`. Without OFFSET and COUNT, every
 * page costs the same, and no row is returned twice while the table grows. A cursor is an encoded id, and every query
 * names the merchant, so a forged cursor reveals nothing.
 */
export async function page(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  request: PageRequest,
  filters: readonly Filter[],
): Promise<string> {
  const { limit = DEFAULT_LIMIT, cursor, newerThan } = request;
  const { alias, json, uuid } = listed;
  const values: unknown[] = [merchantId, limit + 1];
  const isBackwards = newerThan !== undefined;
  const order = isBackwards ? oldestFirst(uuid) : orderOf(request, uuid);
  const start = isBackwards ? [newerThan] : cursor === undefined ? undefined : order.read(cursor);
  const columns = [...order.keys.map((key) => `${alias}.${key}`), `${json} AS body`].join(', ');
  const text = inOrder(listed, { order, start, columns, filters }, values);
  const rows = await database.list<Row>(merchantId, statement('page', text), values);
  const shown = rows.slice(0, limit);
  if (isBackwards) shown.reverse();
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const next = more && !isBackwards ? JSON.stringify(order.cursorOf(last)) : 'null';
  return `{"data":[${shown.map((row) => row.body).join(',')}],"has_more":${more},"next_cursor":${next}}`;
}

/** {@link countedPage} if `offset` is given, else {@link page}. */
export const pageOrCounted: typeof countedPage = (database, listed, merchantId, request, filters) =>
  (request.offset === undefined ? page : countedPage)(database, listed, merchantId, request, filters);

/**
 * A page with `total`, `limit` and `offset`. The count reads at most MAX_COUNTED index entries and returns the id before
 * the row at `offset`, so that the page query needs no OFFSET.
 */
export async function countedPage(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  request: CountedRequest,
  filters: readonly Filter[],
): Promise<string> {
  const { limit = DEFAULT_LIMIT, cursor, offset } = request;
  if (offset !== undefined && cursor !== undefined) {
    throw new ApiError('conflicting_parameters', OFFSET_OR_CURSOR, { field: 'offset' });
  }
  const first = offset ?? 0;
  if (first > MAX_COUNTED) throw new ApiError('offset_too_large', OFFSET_TOO_LARGE, { field: 'offset' });
  const order = orderOf(request, listed.uuid);
  const { total, after } = await count(database, listed, merchantId, { order, offset: first, filters });
  const tail = `"total":${total},"limit":${limit},"offset":${first}`;
  if (first > 0 && after === null) return `{"data":[],"has_more":false,"next_cursor":null,${tail}}`;
  const start = after === null ? cursor : order.cursorOf(after);
  const rows = await page(database, listed, merchantId, { ...request, cursor: start }, filters);
  return `${rows.slice(0, -1)},${tail}}`;
}

interface Count {
  total: number;
  after: Omit<Row, 'body'> | null;
}

/** The number of rows up to MAX_COUNTED, and the keys of the row before the one at `offset`; null at offset 0 and past the last row. */
async function count(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  { order, offset, filters }: { order: ListOrder; offset: number; filters: readonly Filter[] },
): Promise<Count> {
  const values: unknown[] = [merchantId, MAX_COUNTED, offset];
  const columns = order.keys.map((key) => `${listed.alias}.${key}`).join(', ');
  const text = `WITH counted AS MATERIALIZED (${inOrder(listed, { order, columns, filters }, values)})
    SELECT (SELECT count(*)::int FROM counted) AS total,
      CASE WHEN $3::int > 0 THEN (SELECT row_to_json(c) FROM counted c ORDER BY ${sortedBy(order)} OFFSET $3 - 1 LIMIT 1)
        END AS after`;
  const rows = await database.list<Count>(merchantId, statement('count', text), values);
  return rows[0] ?? { total: 0, after: null };
}

const sortedBy = ({ keys, direction }: ListOrder, alias = '') =>
  keys.map((key) => `${alias}${key} ${direction}`).join(', ');

/**
 * Selects at most $2 rows of merchant $1 that meet the filters, the first of the order or those after `start`, and appends
 * the values of `start` and of the filters to `values`.
 */
function inOrder(
  { from, alias, parts = [] }: Listed,
  wanted: { order: ListOrder; start?: unknown[] | undefined; columns: string; filters: readonly Filter[] },
  values: unknown[],
): string {
  const { order, start, columns, filters } = wanted;
  const conditions = [`${alias}.merchant_id = $1`];
  if (start) {
    const after = start.map((value) => `$${values.push(value)}`).join(', ');
    const keys = order.keys.map((key) => `${alias}.${key}`).join(', ');
    conditions.push(`(${keys}) ${order.direction === 'ASC' ? '>' : '<'} (${after})`);
  }
  for (const [condition, value] of filters) {
    if (!isGiven(value)) continue;
    if (condition.includes('?')) values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  }
  const select = (...part: string[]) => `SELECT ${columns} FROM ${from}
    WHERE ${[...conditions, ...part].join(' AND ')} ORDER BY ${sortedBy(order, `${alias}.`)} LIMIT $2`;
  return parts.length === 0
    ? select()
    : `${parts.map((part) => `(${select(part)})`).join(' UNION ALL ')} ORDER BY ${sortedBy(order)} LIMIT $2`;
}
