import type { Pool } from 'pg';

/** Tables of a merchant. The bank, the queue's backend and heartbeats have their own. */
const OURS = /\b(orders|payments|charges|refunds|movements|events|webhook_\w+|idempotency_keys|merchants)\b/;
const OTHERS = /pg_stat_statements|simulated_bank|by this test|^(BEGIN|COMMIT|ROLLBACK|SET|SHOW)/;
/** Runs once in five seconds per key, whatever the number of requests. */
const KNOWN_KEY = /FROM api_keys k JOIN merchants/;

export interface Counted {
  query: string;
  calls: number;
  rows: number;
  /** Blocks read, in all calls together. */
  blocks: number;
}

/** Resets the counts. */
export async function resetStatements(db: Pool): Promise<void> {
  await db.query('SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = current_database()');
}

/** Statements on merchants' tables since the reset, each with its number of calls. */
export async function countedStatements(db: Pool): Promise<Counted[]> {
  const { rows } = await db.query<Counted>(
    `SELECT query, calls, rows, shared_blks_hit + shared_blks_read AS blocks FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
     WHERE d.datname = current_database() AND toplevel`,
  );
  return rows.filter(({ query }) => OURS.test(query) && !OTHERS.test(query) && !KNOWN_KEY.test(query));
}
