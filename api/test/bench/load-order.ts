/** What the load generator is told and answers; it runs in a process of its own. */

export interface Account {
  id: string;
  key: string;
  secret: string;
}

/**
 * `orders` and `payments` are created with a new idempotency key each, by each merchant in turn; a payment takes an order
 * of this generator's that has none yet. `keep` remembers orders to be paid. `read` fetches each path in turn, those of
 * the one list and of the other by turns; `post` sends the same bytes again and again.
 */
export type Task =
  | { kind: 'orders'; keep?: boolean }
  | { kind: 'payments' }
  | { kind: 'read'; lists: Page[][] }
  | { kind: 'post'; path: string; headers: Record<string, string>; body: string };

/** Read as the merchant at this place among the accounts. */
export interface Page {
  merchant: number;
  path: string;
}

export interface LoadOrder {
  /** Base addresses; connections are shared out evenly. */
  targets: string[];
  accounts: Account[];
  task: Task;
  seconds: number;
  /** Begun per second, whether or not the answers keep up; absent: each connection asks again as soon as it is answered. */
  rate?: number;
  /** Of the connections together. */
  connections?: number;
  /** Load before counting begins. */
  rampSeconds?: number;
}

export interface LoadResult {
  /** Good answers within the counted time, per second. */
  perSecond: number;
  /** All good answers, of the ramp and the end as well: what must be found in the tables. */
  good: number;
  /** The id in each good answer of a create. */
  ids: string[];
  /** Everything else: status or error code, and how often. */
  bad: Record<string, number>;
  /** Milliseconds from the moment when a request was due, of the counted ones; for each list of a `read`. */
  p99s: number[];
}
