import { milliseconds } from './sql.js';

/**
 * The lease and the fence of a row that one worker works on at a time (charges, refunds, deliveries). Taking a lease
 * advances the fence, and a result is written only under the fence of its lease. So a worker whose lease expired writes
 * nothing once another worker has taken the row. Leases are compared with the database's clock.
 */

/** No worker holds the row: it was never leased, or its lease expired. */
export const leaseFree = (row: string, column = 'lease_until') =>
  `(${row}.${column} IS NULL OR ${row}.${column} <= now())`;

/** Assignments of an UPDATE that takes a lease on the row. */
export const takeLease = (row: string, leaseMs: string, column = 'lease_until') =>
  `fence = ${row}.fence + 1, ${column} = now() + ${milliseconds(leaseMs)}`;

/** True if the row had an expired lease, which means that its worker died or stalled. */
export const LEASE_RAN_OUT = 'old.lease_until IS NOT NULL';
