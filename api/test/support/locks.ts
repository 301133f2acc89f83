import type { PoolClient } from 'pg';
import type { Gateway } from './gateway.js';

type Release = () => Promise<void>;

async function hold({ db }: Gateway, take: (client: PoolClient) => Promise<unknown>): Promise<Release> {
  const client = await db.connect();
  await client.query('BEGIN');
  await take(client);
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

/** Holds whole tables, so that every statement on them waits, until the returned function is called. */
export function lockTables(gateway: Gateway, ...tables: string[]): Promise<Release> {
  return hold(gateway, (client) => client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`));
}

/** Holds rows, so that everything that writes them waits, until the returned function is called. */
export function lockRows(gateway: Gateway, table: 'orders' | 'payments' | 'refunds', ids: string[]): Promise<Release> {
  return hold(gateway, (client) => client.query(`SELECT FROM ${table} WHERE id = ANY ($1) ORDER BY id FOR UPDATE`, [ids]));
}

/** How many statements wait for a lock in this gateway's database. */
export async function waitingForLocks({ db }: Gateway): Promise<number> {
  const text = `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await db.query<{ waiting: number }>(text)).rows[0]?.waiting ?? 0;
}
