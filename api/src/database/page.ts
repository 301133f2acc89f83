import { ApiError } from '../common/api-error.js';
import { type IdKind, smallestIdAt } from '../common/ids.js';
import { smallestUuidAt } from '../common/uuid.js';
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
  limit?: number;
  cursor?: string;
}

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

/**
 * One keyset page as JSON text: `{"data":[…],"has_more":bool,"next_cursor":string|null}`. No OFFSET, no COUNT: a page
 * costs the same however deep it is, and no row comes twice while the table grows. A cursor holds no more than an id,
 * and every query names the merchant, so a forged one shows nothing.
 */
export async function page(
  database: Pick<Database, 'list'>,
  { from, alias, json, uuid = false, parts = [] }: Listed,
  merchantId: string,
  { limit = 10, cursor }: PageRequest,
  filters: readonly Filter[],
): Promise<string> {
  const values: unknown[] = [merchantId, limit + 1];
  const conditions = [`${alias}.merchant_id = $1`];
  const after: Filter[] = cursor === undefined ? [] : [[`${alias}.id < ?`, idOf(cursor, uuid)]];
  for (const [condition, value] of [...after, ...filters]) {
    if (value === undefined || value === null) continue;
    if (condition.includes('?')) values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  }
  const select = (...part: string[]) => `SELECT ${alias}.id, ${json} AS body FROM ${from}
    WHERE ${[...conditions, ...part].join(' AND ')} ORDER BY ${alias}.id DESC LIMIT $2`;
  const text =
    parts.length === 0
      ? select()
      : `${parts.map((part) => `(${select(part)})`).join(' UNION ALL ')} ORDER BY id DESC LIMIT $2`;
  const rows = await database.list<{ id: string; body: string }>(merchantId, statement('page', text), values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  const next = more ? JSON.stringify(Buffer.from(last.id).toString('base64url')) : 'null';
  return `{"data":[${shown.map((row) => row.body).join(',')}],"has_more":${more},"next_cursor":${next}}`;
}

const ID = /^[\w-]{1,64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idOf(cursor: string, uuid: boolean): string {
  const id = CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url').toString('latin1') : '';
  if (!(uuid ? UUID : ID).test(id)) {
    throw new ApiError('invalid_cursor', 'cursor must be the next_cursor of an earlier page', { field: 'cursor' });
  }
  return id;
}
