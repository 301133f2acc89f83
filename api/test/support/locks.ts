import pg from 'pg';
import type { Gateway } from './gateway.js';
import { waitFor } from './processes.js';

type Release = () => Promise<void>;

/** On its own connection, so that a failing test leaves no lock that its gateway would wait for. */
async function hold(db: pg.Pool, take: (client: pg.Client) => Promise<unknown>): Promise<Release> {
  const client = new pg.Client({ connectionString: db.options.connectionString });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await take(client);
  return () => client.end();
}

/** Locks whole tables, so that every statement on them waits, until the returned function is called. */
export function lockTables(gateway: Gateway, ...tables: string[]): Promise<Release> {
  return hold(gateway.db, (client) => client.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`));
}

/** Locks rows, so that every statement that writes them waits, until the returned function is called. */
export function lockRows(gateway: Gateway, table: 'orders' | 'payments' | 'refunds', ids: string[]): Promise<Release> {
  const text = `SELECT FROM ${table} WHERE id = ANY ($1) ORDER BY id FOR UPDATE`;
  return hold(gateway.db, (client) => client.query(text, [ids]));
}

/** The statements in this gateway's database that wait for a lock. */
export async function waitingStatements({ db }: Gateway): Promise<string[]> {
  const text = `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (await db.query<{ query: string }>(text)).rows.map(({ query }) => query);
}

/** Waits until a statement that contains `part` near its start waits for a lock (PostgreSQL shows 1 kB of each). */
export async function waitUntilBlocked(gateway: Gateway, part: string): Promise<void> {
  const what = `a statement with ${part} that waits for a lock`;
  await waitFor(async () => (await waitingStatements(gateway)).some((statement) => statement.includes(part)), { what });
}
