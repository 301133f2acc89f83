import { createHash } from 'node:crypto';

/** A parameter in milliseconds as an interval. */
export const milliseconds = (parameter: string) => `make_interval(secs => ${parameter}::float8 / 1000)`;

/** A statement with a name, so that PostgreSQL plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What differs between a write of one row and one of several (see batched-writes.ts). */
export interface Form {
  /** The rows it brings as `$1`: a JSON object, or an array of them. */
  readonly rows: (columns: string) => string;
  /** A write of several skips locked rows, so that one busy object does not block the batch; it is retried alone. */
  readonly locked: string;
  /** A JSON list that belongs to all rows together: one of them returns it. */
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
 * Ends an EXISTS below an OR or a CASE. Without it the planner may choose a hashed subplan, which reads all merchants' rows
 * that could match. It does so when it estimates few rows, as it does before the table is analysed for the first time.
 */
export const OPTIMIZATION_FENCE = 'OFFSET 0';

/** Names a statement. The name includes the text's hash, so that a changed text never uses an old plan. */
export function statement(name: string, text: string): Statement {
  return { name: `${name}_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`, text };
}
