import type pg from 'pg';
import type { Finding } from './reconcile.js';

/** In a shorter run, or with fewer deaths, all payments may by chance be elsewhere when an account dies. */
const LONG_RUN_SECONDS = 60;
const MIN_DEATHS = 4;

/** Payments that moved to their next account, by the reason. */
export interface Failovers {
  /** The account did not answer. */
  unanswered: number;
  /** The account declined, and the reason is retried elsewhere. */
  declined: number;
}

/** Counted by the charges that were followed by another one of the same payment. */
export async function countFailovers(db: pg.Pool): Promise<Failovers> {
  const { rows } = await db.query<Failovers>(
    `SELECT count(*) FILTER (WHERE c.error_reason = 'bank_timeout') AS unanswered,
       count(*) FILTER (WHERE c.error_reason <> 'bank_timeout') AS declined
     FROM charges c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id AND p.charge_id <> c.id`,
  );
  return rows[0] ?? { unanswered: 0, declined: 0 };
}

/** A long run in which accounts died and no payment moved away from one has tested no failover. */
export function untested({ unanswered }: Failovers, deaths: number, seconds: number): Finding[] {
  if (unanswered > 0 || deaths < MIN_DEATHS || seconds < LONG_RUN_SECONDS) return [];
  return [{ kind: 'missing', what: `no payment left an account, although accounts died ${deaths} times` }];
}
