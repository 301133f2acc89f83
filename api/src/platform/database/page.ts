import { ApiError } from '../errors/api-error.js';
import { MAX_COUNTED } from '../http/page.dto.js';
import { type IdKind, smallestIdAt } from '../ids.js';
import { smallestUuidAt } from '../uuid.js';
import type { Database } from './database.js';
import { statement } from './sql.js';

/** A list's rows: newest first by an id that sorts by time, one merchant's only. */
export interface Listed {
  /** Table and alias, e.g. `orders o`. */
  readonly from: string;
  readonly alias: string;
  /** SQL of one row's JSON text. */
  readonly json: string;
  /** The id is a uuid column, which takes no other text. */
  readonly uuid?: boolean;
  /**
   * Conditions of which every row of the list meets exactly one. Each is read by itself in the order of an index, up to
   * the end of the page; under an OR the rows of all would be read and sorted.
   */
  readonly parts?: readonly string[];
}

export interface PageRequest {
  limit?: number | undefined;
  cursor?: string | undefined;
}
export interface CountedRequest extends PageRequest {
  offset?: number | undefined;
}

const OFFSET_TOO_LARGE = `offset must be at most ${MAX_COUNTED}: follow next_cursor with the parameter cursor instead`;
const OFFSET_OR_CURSOR = 'offset and cursor exclude each other: send one of them';

/** A condition on the list; `?` stands for its value, however often, or nowhere. Absent values set no condition. */
export type Filter = readonly [condition: string, value: unknown];

/** How far an id's time may be from its row's: a wait for the database, and clocks that differ. */
const SLACK_MS = 10 * 60_000;

/**
 * Made at `created_from` or later and before `created_to`. The time decides; the id, which sorts by time, bounds what is
 * read: else a period long ago would be looked for from the newest row on.
 */
export function madeWithin(
  alias: string,
  ids: IdKind | 'uuid',
  { created_from: from, created_to: to }: { created_from?: Date; created_to?: Date },
): Filter[] {
  const idAt = (date: Date) => (ids === 'uuid' ? smallestUuidAt(date) : smallestIdAt(ids, date));
  return [
    [`${alias}.id >= ?`, from && idAt(new Date(from.getTime() - SLACK_MS))],
    [`${alias}.id < ?`, to && idAt(new Date(to.getTime() + SLACK_MS))],
    [`${alias}.created_at >= ?`, from],
    [`${alias}.created_at < ?`, to],
  ];
}

const CURSOR = /^[A-Za-z0-9_-]{1,100}$/;
const DEFAULT_LIMIT = 10;

/**
 * One keyset page as JSON text: `{"data":[…],"has_more":bool,"next_cursor":string|null}`. No OFFSET, no COUNT: a page
 * costs the same however deep it is, and no row comes twice while the table grows. A cursor holds no more than an id,
 * and every query names the merchant, so a forged one shows nothing.
 */
export async function page(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  { limit = DEFAULT_LIMIT, cursor }: PageRequest,
  filters: readonly Filter[],
): Promise<string> {
  const { alias, json, uuid = false } = listed;
  const values: unknown[] = [merchantId, limit + 1];
  const after: Filter[] = cursor === undefined ? [] : [[`${alias}.id < ?`, idOf(cursor, uuid)]];
  const text = newestFirst(listed, `${alias}.id, ${json} AS body`, [...after, ...filters], values);
  const rows = await database.list<{ id: string; body: string }>(merchantId, statement('page', text), values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const next = more ? JSON.stringify(cursorOf(last.id)) : 'null';
  return `{"data":[${shown.map((row) => row.body).join(',')}],"has_more":${more},"next_cursor":${next}}`;
}

/** As {@link page}, and as {@link countedPage} if `offset` is given: only then is anything counted. */
export const pageOrCounted: typeof countedPage = (database, listed, merchantId, request, filters) =>
  (request.offset === undefined ? page : countedPage)(database, listed, merchantId, request, filters);

/**
 * A page with `total`, `limit` and `offset`. The count reads the index up to MAX_COUNTED and yields the id behind which
 * the rows at `offset` begin, so the page itself skips none.
 */
export async function countedPage(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  { limit = DEFAULT_LIMIT, cursor, offset }: CountedRequest,
  filters: readonly Filter[],
): Promise<string> {
  if (offset !== undefined && cursor !== undefined) {
    throw new ApiError('conflicting_parameters', OFFSET_OR_CURSOR, { field: 'offset' });
  }
  const first = offset ?? 0;
  if (first > MAX_COUNTED) throw new ApiError('offset_too_large', OFFSET_TOO_LARGE, { field: 'offset' });
  const { total, after } = await count(database, listed, merchantId, first, filters);
  const tail = `"total":${total},"limit":${limit},"offset":${first}`;
  if (first > 0 && after === null) return `{"data":[],"has_more":false,"next_cursor":null,${tail}}`;
  const place = after === null ? cursor : cursorOf(after);
  const rows = await page(database, listed, merchantId, { limit, cursor: place }, filters);
  return `${rows.slice(0, -1)},${tail}}`;
}

/** Rows up to MAX_COUNTED, and the id behind which those at `offset` begin; null at offset 0 and past the last row. */
async function count(
  database: Pick<Database, 'list'>,
  listed: Listed,
  merchantId: string,
  offset: number,
  filters: readonly Filter[],
): Promise<{ total: number; after: string | null }> {
  const values: unknown[] = [merchantId, MAX_COUNTED, offset];
  const text = `WITH counted AS MATERIALIZED (${newestFirst(listed, `${listed.alias}.id`, filters, values)})
    SELECT (SELECT count(*)::int FROM counted) AS total,
      CASE WHEN $3::int > 0 THEN (SELECT id FROM counted ORDER BY id DESC OFFSET $3 - 1 LIMIT 1) END AS after`;
  const rows = await database.list<{ total: number; after: string | null }>(
    merchantId,
    statement('count', text),
    values,
  );
  return rows[0] ?? { total: 0, after: null };
}

/** The merchant's ($1) rows that meet the filters, at most $2. The filters' values are added to `values`. */
function newestFirst(
  { from, alias, parts = [] }: Listed,
  columns: string,
  filters: readonly Filter[],
  values: unknown[],
): string {
  const conditions = [`${alias}.merchant_id = $1`];
  for (const [condition, value] of filters) {
    if (value === undefined || value === null) continue;
    if (condition.includes('?')) values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  }
  const select = (...part: string[]) => `SELECT ${columns} FROM ${from}
    WHERE ${[...conditions, ...part].join(' AND ')} ORDER BY ${alias}.id DESC LIMIT $2`;
  return parts.length === 0
    ? select()
    : `${parts.map((part) => `(${select(part)})`).join(' UNION ALL ')} ORDER BY id DESC LIMIT $2`;
}

const cursorOf = (id: string) => Buffer.from(id).toString('base64url');

const ID = /^[\w-]{1,64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf(cursor: string, uuid: boolean): string {
  const id = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url').toString('latin1') : '';
  if (!(uuid ? UUID : ID).test(id)) {
    throw new ApiError('invalid_cursor', 'cursor must be the next_cursor of an earlier page', { field: 'cursor' });
  }
  return id;
}
