import { createHash } from 'node:crypto';

/** A statement under a name, so that PostgreSQL plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What differs between a write of one row and one of several (see batched-writes.ts). */
export interface Form {
  /** The rows it brings as `$1`: a JSON object, or an array of them. */
  readonly rows: (columns: string) => string;
  /** Several pass over what is locked, so that one busy object holds up nobody else: it is written alone then. */
  readonly locked: string;
  /** A JSON list that is about all rows, and stands in one of them. */
  readonly once: (list: string) => string;
}

export const ONE: Form = {
  rows: (columns) => `SELECT * FROM json_to_record($1::json) AS r(${columns})`,
  locked: '',
  once: (list) => list,
};
export const MANY: Form = {
  rows: (columns) =>
    `SELECT r.* FROM each_of($1::json) AS e(item) CROSS JOIN LATERAL json_to_record(e.item) AS r(${columns})`,
  locked: 'SKIP LOCKED',
  once: (list) => `CASE row_number() OVER () WHEN 1 THEN ${list} ELSE '[]' END`,
};

/**
 * Ends an EXISTS that stands below an OR or a CASE. Without it the planner may read every row that could match, of all
 * merchants, into a table of hashes, when it believes that they are few: and it does while nobody has analysed the table.
 */
export const LOOKED_UP = 'OFFSET 0';

/** Names a statement. The text's hash is part of the name: a changed text never meets an old plan. */
export function statement(name: string, text: string): Statement {
  return { name: `${name}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, text };
}
