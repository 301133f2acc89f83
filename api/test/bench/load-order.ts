/** The orders and results of the load generator, which runs in its own process. */

export interface Account {
  id: string;
  key: string;
  secret: string;
}

/**
 * `orders` and `payments` are created with a new idempotency key each, by the merchants in turn; a payment uses an
 * order of this generator without a payment. `keep` stores orders to be paid; `facade` makes them in the form of another API. `read` fetches the paths in turn,
 * alternating between the two lists; `post` sends the same bytes repeatedly.
 */
export type Task =
  | { kind: 'orders'; keep?: boolean }
  | { kind: 'facade'; of: 'razorpay' | 'stripe' }
  | { kind: 'payments' }
  | { kind: 'read'; lists: Page[][] }
  | { kind: 'post'; path: string; headers: Record<string, string>; body: string };

/** Read as the merchant with this index among the accounts. */
export interface Page {
  merchant: number;
  path: string;
}

export interface LoadOrder {
  /** Base addresses; connections are distributed evenly. */
  targets: string[];
  accounts: Account[];
  task: Task;
  seconds: number;
  /**
   * Requests started per second, whether or not the responses keep up; absent: each connection sends the next request
   * after a response.
   */
  rate?: number;
  /** Of all connections together. */
  connections?: number;
  /** Load before counting begins. */
  rampSeconds?: number;
}

export interface LoadResult {
  /** Successful responses within the counted time, per second. */
  perSecond: number;
  /** All successful responses, including the ramp and the end: they must be in the tables. */
  good: number;
  /** The id in each successful response of a create. */
  ids: string[];
  /** All other responses: status or error code, with their number. */
  bad: Record<string, number>;
  /** Milliseconds from the time at which a request was due, of the counted ones; for each list of a `read`. */
  p99s: number[];
}
