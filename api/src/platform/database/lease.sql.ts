/**
 * The lease and the fence of a row that one worker works on at a time (payments, refunds, deliveries). A lease is taken
 * with a growing fence, and a result is written only under the fence that was given: a worker whose lease ran out, and
 * whose row another has taken since, writes nothing. The database's clock decides.
 */

/** A parameter in milliseconds as an interval. */
export const milliseconds = (parameter: string) => `make_interval(secs => ${parameter}::float8 / 1000)`;

/** No worker holds the row: it was never leased, or its lease ran out. */
export const leaseFree = (row: string) => `(${row}.lease_until IS NULL OR ${row}.lease_until <= now())`;

/** Assignments of an UPDATE that takes the row. */
export const takeLease = (row: string, leaseMs: string) =>
  `fence = ${row}.fence + 1, lease_until = now() + ${milliseconds(leaseMs)}`;

/** Whether the row that was taken had a lease that ran out: its worker died or stalled. */
export const LEASE_RAN_OUT = 'old.lease_until IS NOT NULL';
