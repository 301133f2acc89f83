import { statement } from './sql.js';

/**
 * Ids of the gateway's advisory locks. All are held by a transaction: behind a pooler, a session's lock would stay with
 * whichever server connection took it.
 */
export const LOCK_IDS = {
  migration: 7_261_001,
  // 7_261_002 is the sweeper's of the version before charges, which does not see what is due for a charge.
  sweeper: 7_261_006,
  housekeeping: 7_261_003,
  audit: 7_261_004,
  grants: 7_261_005,
} as const;

/** Tries to take the lock until the end of the transaction; `acquired` is false if another transaction has it. */
export const tryLock = (lock: keyof typeof LOCK_IDS) =>
  statement(`${lock}_lock`, `SELECT pg_try_advisory_xact_lock(${LOCK_IDS[lock]}) AS acquired`);

/** Waits for the lock, whose id is $1. */
export const WAIT_FOR_LOCK = 'SELECT pg_advisory_xact_lock($1)';
