import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { backUp, documentedSteps, restore } from '../support/backup.js';
import { newFolder, type PostgresServer, startServer } from '../support/embedded-postgres.js';
import { Client } from '../support/client.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, type GatewayProcess, ready, start, waitFor } from '../support/processes.js';

const DATABASE = 'payment_gateway';
const KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };

/** A gateway with its own server, because the copy is a whole data directory. */
class Site {
  private constructor(
    readonly postgres: PostgresServer,
    readonly api: Client,
    readonly db: pg.Pool,
    private readonly processes: GatewayProcess[],
  ) {}

  static async open(folder: string): Promise<Site> {
    const postgres = await startServer(folder);
    const admin = new pg.Client({ connectionString: postgres.adminUrl() });
    await admin.connect();
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`);
    await admin.end();
    const DATABASE_URL = postgres.adminUrl(DATABASE);
    const migration = start('migrate', { DATABASE_URL });
    await waitFor(() => migration.child.exitCode !== null, { what: 'the migration' });
    expect([migration.child.exitCode, migration.log()]).toEqual([0, expect.any(String)]);
    const PORT = String(await freePort());
    const ACQUIRER_PORT = String(await freePort());
    const env = { DATABASE_URL, ACQUIRER_PORT, SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${ACQUIRER_PORT}` };
    const processes = [start('acquirer', env), start('server', { ...env, PORT }), start('worker', env)];
    await Promise.all(processes.map(ready));
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const db = new pg.Pool({ connectionString: DATABASE_URL, max: 3 });
    db.on('error', () => undefined);
    return new Site(postgres, new Client(`http://127.0.0.1:${PORT}`, KEY), db, processes);
  }

  /** The acquirer keeps its record in the gateway's database, so that a backup holds both at one moment. */
  get bank() {
    return { book: this.db, account: 'default' };
  }

  async close(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
    await this.db.end();
    await this.postgres.stop();
  }
}

/** Pays orders until stopped, and refunds some; records what was accepted, and when. */
function keepPaying(api: Client): { accepted: { id: string; at: number }[]; stop: () => Promise<void> } {
  const accepted: { id: string; at: number }[] = [];
  let going = true;
  const shopper = async (): Promise<void> => {
    for (let turn = 0; going; turn++) {
      const { json: order } = await api.post('/api/v1/orders', { amount: 50_000 }, { key: randomUUID() });
      const pay = { order_id: order.id, method: 'upi', vpa: turn % 5 === 0 ? 'failure@upi' : 'success@upi' };
      const { status, json: payment } = await api.post('/api/v1/payments', pay, { key: randomUUID() });
      expect(status).toBe(201);
      accepted.push({ id: payment.id, at: performance.now() });
      const earlier = accepted[accepted.length - 20];
      if (turn % 3 === 0 && earlier) await api.post('/api/v1/refunds', { payment_id: earlier.id, amount: 1_000 });
    }
  };
  const shoppers = Array.from({ length: 4 }, shopper);
  return { accepted, stop: async () => ((going = false), void (await Promise.all(shoppers))) };
}

describe('backup and restore by the commands of docs/operations.md', () => {
  let first: string;
  let second: string;
  let site: Site | undefined;
  beforeAll(async () => {
    [first, second] = [await newFolder('backup'), await newFolder('backup')];
  });
  afterAll(async () => {
    await site?.close();
    for (const folder of [first, second]) rmSync(folder, { recursive: true, force: true });
  });

  it('the document has all its steps', () => {
    const { backup, restore: back } = documentedSteps();
    expect(backup.map(({ language }) => language)).toEqual(['sql', 'sh', 'sql', 'sh', 'sql']);
    expect(back.map(({ language }) => language)).toEqual(['sh']);
  });

  it('a backup taken under load contains every payment accepted before it ended; a gateway on it works, with a balanced ledger', async () => {
    site = await Site.open(first);
    await site.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    const load = keepPaying(site.api);
    await waitFor(() => load.accepted.length > 100, { what: 'load' });
    const began = load.accepted.length;
    const endedAt = await backUp(site.postgres, first);
    await waitFor(() => load.accepted.filter(({ at }) => at > endedAt).length > 20, { what: 'load after the backup' });
    await load.stop();
    const before = load.accepted.filter(({ at }) => at < endedAt).map(({ id }) => id);
    expect(before.length).toBeGreaterThan(began);
    await site.close();
    restore(first, second);
    site = await Site.open(second);
    expect(readFileSync(path.join(second, 'postgres.log'), 'utf8')).toContain('starting backup recovery');
    const { db, api, bank } = site;
    const { rows } = await db.query<{ id: string }>('SELECT id FROM payments WHERE id = ANY ($1)', [before]);
    const found = new Set(rows.map(({ id }) => id));
    expect(before.filter((id) => !found.has(id))).toEqual([]);
    expect(await violatedInvariants({ db, bank })).toEqual({}); // waits until every payment has ended
    const { json: order } = await api.post('/api/v1/orders', { amount: 12_300 });
    const { json: payment } = await api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'new@upi' });
    const status = async () => (await api.get(`/api/v1/payments/${payment.id}`)).json.status === 'success';
    await waitFor(status, { what: 'a payment on the restored gateway' });
    expect(await violatedInvariants({ db, bank })).toEqual({});
  }, 120_000); // three servers start in sequence
});
