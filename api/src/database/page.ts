import { ApiError } from '../common/api-error.js';
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
}

export interface PageRequest {
  limit?: number;
  cursor?: string;
}

/** A condition on the list; `?` stands for its value, however often. Absent values set no condition. */
export type Filter = readonly [condition: string, value: unknown];

const CURSOR = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * One keyset page as JSON text: `{"data":[…],"has_more":bool,"next_cursor":string|null}`. No OFFSET, no COUNT: a page
 * costs the same however deep it is, and no row comes twice while the table grows. A cursor holds no more than an id,
 * and every query names the merchant, so a forged one shows nothing.
 */
export async function page(
  database: Pick<Database, 'list'>,
  { from, alias, json, uuid = false }: Listed,
  merchantId: string,
  { limit = 10, cursor }: PageRequest,
  filters: readonly Filter[],
): Promise<string> {
  const values: unknown[] = [merchantId, limit + 1];
  const conditions = [`${alias}.merchant_id = $1`];
  const after: Filter[] = cursor === undefined ? [] : [[`${alias}.id < ?`, idOf(cursor, uuid)]];
  for (const [condition, value] of [...after, ...filters]) {
    if (value === undefined || value === null) continue;
    values.push(value);
    conditions.push(condition.replaceAll('?', `$${values.length}`));
  }
  const text = `SELECT ${alias}.id, ${json} AS body FROM ${from} WHERE ${conditions.join(' AND ')}
    ORDER BY ${alias}.id DESC LIMIT $2`;
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
    throw new ApiError('BAD_REQUEST_ERROR', 'cursor must be the next_cursor of an earlier page', { field: 'cursor' });
  }
  return id;
}
