import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { newFolder, type PostgresServer, startServer } from './embedded-postgres.js';
import { Gateway, redisUrl } from './gateway.js';
import { waitFor } from './processes.js';
import { Receiver } from './receiver.js';

/** Nothing but the lives is written: no full pages, no vacuum, no checkpoint during the measurement. */
const QUIET = {
  max_connections: 150,
  full_page_writes: 'off',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '4GB',
  fsync: 'off',
};
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const IN_FLIGHT = 24;
const WARM_UP = 48;

/** What a life costs in PostgreSQL: order, payment, charge, outcome, one delivered webhook, two lines of the request log. */
export interface LifeCost {
  /** Bytes of WAL, commit records included. */
  wal: number;
  /** Rows that were inserted, or updated: each update writes a row again. */
  rowVersions: number;
  /** The share of the updates that needed no index entry. */
  hotShare: number;
  indexEntries: number;
  /** Milliseconds that PostgreSQL spent in statements: these depend on the machine. */
  milliseconds: number;
}

/** A server of its own, so that every byte of WAL belongs to the measurement. */
export class LifeCosts {
  private constructor(
    private readonly server: PostgresServer,
    private readonly folder: string,
  ) {}

  static async start(): Promise<LifeCosts> {
    const folder = await newFolder('life');
    const server = await startServer(folder, QUIET);
    await asAdmin(server, 'postgres', 'CREATE DATABASE template_of_lives');
    await asAdmin(server, 'template_of_lives', 'CREATE EXTENSION pg_stat_statements; CREATE EXTENSION pg_walinspect');
    const env = { PATH: process.env['PATH'], DATABASE_URL: server.adminUrl('template_of_lives'), LOG_LEVEL: 'warn' };
    execFileSync(process.execPath, [MAIN, 'migrate'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    return new LifeCosts(server, folder);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Lives of one merchant with one endpoint for payment.success. */
  async of(queue: 'redis' | 'postgres', lives: number): Promise<LifeCost> {
    const name = `lives_${queue}`;
    const receiver = await Receiver.start();
    const gateway = await Gateway.start({
      env: { SWEEP_INTERVAL: '1h', ...(queue === 'redis' && { REDIS_URL: redisUrl() ?? '' }) },
      database: async () => {
        await asAdmin(this.server, 'postgres', `CREATE DATABASE ${name} TEMPLATE template_of_lives`);
        return { url: this.server.adminUrl(name), drop: async () => undefined };
      },
    });
    try {
      await gateway.db.query('UPDATE webhook_endpoints SET enabled = false, deleted_at = now()'); // the demo's inbox
      await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url, events: ['payment.success'] });
      await live(gateway, receiver, WARM_UP);
      return await measured(gateway.db, lives, () => live(gateway, receiver, lives));
    } finally {
      await gateway.stop();
      await receiver.stop();
    }
  }
}

async function asAdmin(server: PostgresServer, database: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.adminUrl(database) });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** Runs that many lives, some at a time, and waits until all their traces are written. */
async function live(gateway: Gateway, receiver: Receiver, lives: number): Promise<void> {
  const heardBefore = receiver.received.length;
  let begun = 0;
  const one = async () => {
    while (begun++ < lives) {
      const order = await gateway.order({ receipt: `life-${begun}` });
      await gateway.pay(order.id);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, one));
  await waitFor(() => receiver.received.length >= heardBefore + lives, { what: 'the webhooks of all lives' });
  const open = `SELECT FROM webhook_logs WHERE status = 'pending' LIMIT 1`;
  await waitFor(async () => (await gateway.db.query(open)).rowCount === 0, { what: 'the record of all deliveries' });
  const logged = `SELECT count(*) AS count FROM request_logs`;
  const requests = 2 * receiver.received.length;
  await waitFor(async () => (await gateway.db.query(logged)).rows[0].count >= requests, { what: 'the request log' });
}

const LSN = `SELECT pg_current_wal_insert_lsn() AS at`;
const RECORDS = `SELECT sum(record_length) AS wal,
    count(*) FILTER (WHERE resource_manager = 'Heap' AND record_type ~ 'INSERT|UPDATE') AS versions,
    count(*) FILTER (WHERE resource_manager = 'Heap' AND record_type ~ 'UPDATE') AS updates,
    count(*) FILTER (WHERE resource_manager = 'Heap' AND record_type ~ 'HOT_UPDATE') AS hot,
    count(*) FILTER (WHERE resource_manager = 'Btree' AND record_type ~ 'INSERT') AS entries
  FROM pg_get_wal_records_info($1, $2)`;
const TIME = `SELECT sum(total_exec_time) AS ms FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
  WHERE d.datname = current_database() AND toplevel`;

async function measured(db: pg.Pool, lives: number, work: () => Promise<void>): Promise<LifeCost> {
  const one = async (text: string, values: string[] = []) => (await db.query(text, values)).rows[0];
  await one('SELECT pg_stat_statements_reset()');
  const { at: before } = await one(LSN);
  await work();
  const { at: after } = await one(LSN);
  const { ms } = await one(TIME);
  const { wal, versions, updates, hot, entries } = await one(RECORDS, [before, after]);
  return {
    wal: wal / lives,
    rowVersions: versions / lives,
    hotShare: hot / updates,
    indexEntries: entries / lives,
    milliseconds: ms / lives,
  };
}
