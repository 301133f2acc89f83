import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Balancer } from '../chaos/balancer.js';
import { entriesOf, holdBank } from '../support/bank.js';
import type { Client, Reply } from '../support/client.js';
import { cloneTemplate } from '../support/database.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitUntilBlocked, lockTables } from '../support/locks.js';
import { freePort, type GatewayProcess, start, waitFor } from '../support/processes.js';

const UPI = { method: 'upi', vpa: 'success@upi' };
const CALLERS = 6;

/** Sends SIGTERM; returns the exit code and the seconds until the end. */
async function leave(process: GatewayProcess): Promise<{ code: number | null; seconds: number }> {
  const before = performance.now();
  const code = await process.stop();
  return { code, seconds: (performance.now() - before) / 1_000 };
}

describe('a rolling restart behind a balancer, under load', () => {
  let gateway: Gateway;
  let balancer: Balancer;
  const servers = new Map<number, GatewayProcess>();
  /** Ports whose server is ready, as the health checks of a balancer see them. */
  let welcome: number[] = [];
  let checking = true;
  let checks: Promise<void>;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SHUTDOWN_DELAY: '1s', BANK_TIMEOUT: '1s' } });
    const second = await freePort();
    servers.set(gateway.port, gateway.servers[0] as GatewayProcess);
    servers.set(second, await gateway.startServer({ PORT: String(second) }));
    const isReady = async (port: number) => {
      const answer = await gateway
        .client(undefined, port)
        .get('/health/ready')
        .catch(() => null);
      return answer?.status === 200;
    };
    checks = (async () => {
      while (checking) {
        const ready = await Promise.all([...servers.keys()].map(async (port) => ((await isReady(port)) ? [port] : [])));
        welcome = ready.flat();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    })();
    await waitFor(() => welcome.length === 2, { what: 'both servers' });
    balancer = await Balancer.before(() => welcome);
  });
  afterAll(async () => {
    checking = false;
    await checks;
    await balancer.stop();
    await gateway.stop();
  });

  it('no request fails, is refused or reset, and every payment reaches a final status', async () => {
    const api = gateway.apiAt(Number(new URL(balancer.url).port));
    const answers: Reply[] = [];
    const paid: string[] = [];
    const failures: unknown[] = [];
    let loading = true;
    const shop = async (client: Client) => {
      while (loading) {
        try {
          const order = await client.post('/api/v1/orders', { amount: 50_000 });
          const payment = await client.post('/api/v1/payments', { order_id: order.json.id, ...UPI });
          answers.push(order, payment, await client.get(`/api/v1/payments/${payment.json.id}`));
          paid.push(payment.json.id);
        } catch (error) {
          failures.push(error);
        }
      }
    };
    const load = Array.from({ length: CALLERS }, () => shop(api));
    for (const port of [...servers.keys()]) {
      await waitFor(() => welcome.length === 2, { what: 'both servers' });
      const done = answers.length;
      expect(await leave(servers.get(port) as GatewayProcess)).toEqual({ code: 0, seconds: expect.any(Number) });
      await waitFor(() => answers.length > done + 50, { what: 'work by the other' });
      servers.set(port, await gateway.startServer({ PORT: String(port) }));
    }
    const worker = gateway.workers[0] as GatewayProcess;
    await gateway.startWorker();
    expect((await leave(worker)).code).toBe(0);
    loading = false;
    await Promise.all(load);

    expect(failures).toEqual([]);
    expect(answers.filter(({ status }) => status > 201).map(({ status, text }) => [status, text])).toEqual([]);
    expect(paid.length).toBeGreaterThan(100);
    const ended = await gateway.ended(paid);
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    const { rows } = await gateway.db.query<{ count: number }>('SELECT count(*) AS count FROM payments');
    expect(rows).toEqual([{ count: paid.length }]);
    expect(gateway.logs()).not.toMatch(/request failed|did not close in time/);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});

describe('a process that receives SIGTERM', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: { BANK_TIMEOUT: '1s' } });
  });
  afterEach(() => Promise.all(gateway.workers.splice(0).map((worker) => worker.kill())));
  afterAll(() => gateway.stop());

  const payMany = (count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, async () => (await gateway.pay((await gateway.order()).id, UPI)).id));

  it('a worker finishes its current jobs and leaves the rest to the others: all payments end, each charged once', async () => {
    const leaving = await gateway.startWorker();
    const ids = await payMany(150);
    const left = await leave(leaving);
    expect(left.code).toBe(0);
    expect(left.seconds).toBeLessThan(15);
    await gateway.startWorker();
    const ended = await gateway.ended(ids);
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    expect(await entriesOf(gateway, ids)).toHaveLength(150);
  });

  it('a worker whose bank does not respond stops in time, and releases its payment', async () => {
    const leaving = await gateway.startWorker();
    const { release, held } = await holdBank(gateway, 'charge');
    const { id } = await gateway.pay((await gateway.order()).id, UPI);
    try {
      await held();
      const left = await leave(leaving);
      expect(left.code).toBe(0);
      expect(left.seconds).toBeLessThan(15);
    } finally {
      await release();
    }
    await gateway.startWorker();
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it('a server responds to its accepted requests, ends its streams, and stops', async () => {
    const port = await freePort();
    const server = await gateway.startServer({ PORT: String(port) });
    const headers = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
    const stream = await fetch(`http://127.0.0.1:${port}/api/v1/events/stream`, { headers });
    const ended = stream.text();
    const release = await lockTables(gateway, 'orders');
    const taken = gateway.apiAt(port).post('/api/v1/orders', { amount: 100 });
    await waitUntilBlocked(gateway, 'receipt text, notes json');
    const left = leave(server);
    await ended;
    await release();
    expect((await taken).status).toBe(201);
    expect((await taken).headers.get('connection')).toBe('close');
    expect(await left).toMatchObject({ code: 0 });
    expect((await left).seconds).toBeLessThan(15);
    expect(server.log()).not.toContain('did not close in time');
  });
});

describe('two processes that migrate at the same time', () => {
  it('migrate once: one applies everything, the other waits and then has nothing to apply', async () => {
    const { url, drop } = await cloneTemplate();
    const db = new pg.Client({ connectionString: url });
    db.on('error', () => undefined);
    await db.connect();
    try {
      await db.query('DROP SCHEMA simulated_bank, public CASCADE; CREATE SCHEMA public');
      const both = [1, 2, 3].map(() => start('migrate', { DATABASE_URL: url }));
      await waitFor(() => both.every(({ child }) => child.exitCode !== null), { what: 'the end of all' });
      expect(both.map(({ child }) => child.exitCode)).toEqual([0, 0, 0]);
      const did = both.filter((process) => process.log().includes('"database migrated"'));
      const found = both.filter((process) => process.log().includes('"database is up to date"'));
      expect([did.length, found.length]).toEqual([1, 2]);
      const { rows } = await db.query('SELECT name FROM migrations GROUP BY name HAVING count(*) > 1');
      expect(rows).toEqual([]);
      const seeded = await db.query('SELECT id FROM api_keys');
      expect(seeded.rows).toEqual([{ id: 'key_test_abc123' }]);
    } finally {
      await db.end();
      await drop();
    }
  });
});
