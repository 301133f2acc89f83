import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startAcquirer } from '../support/acquirer.js';
import { asSuperuser, serverUrl } from '../support/database.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { type Environment, start, waitFor } from '../support/processes.js';

/** The migration owns the database and may create roles; it is not a superuser either. The queues are on PostgreSQL. */
describe('servers and workers with a role that may only read and write rows', () => {
  const suffix = randomUUID().replaceAll('-', '').slice(0, 12);
  const [owner, app, name] = [`owner_${suffix}`, `app_${suffix}`, `test_${suffix}`];
  const acquirer = `acquirer_${suffix}`;
  const as = (user: string, password = `password of ${user}`) => {
    const url = new URL(serverUrl(name));
    Object.assign(url, { username: user, password });
    return url.toString();
  };
  const env = { DATABASE_URL: as(app), MIGRATION_DATABASE_URL: as(owner), ACQUIRER_DATABASE_URL: as(acquirer) };
  let gateway: Gateway;
  const migrate = async (spoilt: Environment = {}) => {
    const { child, log } = start('migrate', { ...env, ...spoilt });
    await once(child, 'close');
    return { code: child.exitCode, log: log() };
  };
  const refusal = async (url: string, sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const said = await client.query(sql).then(
      () => 'done',
      (error: Error) => error.message,
    );
    await client.end();
    return said;
  };

  beforeAll(async () => {
    await asSuperuser(async (client) => {
      await client.query(`CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD ${pg.escapeLiteral(`password of ${owner}`)}`);
      await client.query(`CREATE DATABASE ${name} OWNER ${owner}`);
    });
    const first = await migrate();
    expect([first.code, first.log]).toEqual([0, expect.stringContaining(`"role":"${app}"`)]);
    gateway = await Gateway.start({
      env: { DATABASE_URL: as(app) },
      database: () => Promise.resolve({ url: serverUrl(name), drop: () => Promise.resolve() }),
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await asSuperuser(async (client) => {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      for (const role of [app, acquirer, owner]) await client.query(`DROP ROLE ${role}`);
    });
  });

  it('accept orders, charge, capture, refund and deliver, with queues that the migration created', async () => {
    const { json: inbox } = await gateway.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    const payment = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 100 });
    const path = `/api/v1/webhooks?endpoint=${inbox.id}&event=refund.processed&status=success`;
    await waitFor(async () => (await gateway.api.get(path)).json.data.length === 1, { what: 'the last webhook' });
    expect((await gateway.api.get(`/api/v1/refunds/${refund.id}`)).json.status).toBe('processed');
    expect((await gateway.shopper.get('/health')).json).toMatchObject({ queue: 'connected', worker: 'running' });
    const rebuild = start('rebuild-statistics', { DATABASE_URL: as(app) });
    await once(rebuild.child, 'close');
    expect([rebuild.child.exitCode, rebuild.log()]).toEqual([0, expect.stringContaining('statistics rebuilt')]);
    expect(await violatedInvariants(gateway)).toEqual({});
    const lines = gateway.logs().split('\n');
    expect(lines.filter((line) => line.includes('permission denied'))).toEqual([]);
  });

  it.each([
    'CREATE TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE DATABASE mine',
    'CREATE ROLE mine',
    'ALTER TABLE orders ADD COLUMN mine int',
    'ALTER TABLE movements DISABLE TRIGGER ALL',
    'DROP TABLE payments',
    'TRUNCATE payments',
    'UPDATE movements SET amount = amount',
    'DELETE FROM movements',
    'DELETE FROM simulated_bank.ledger',
    'DELETE FROM migrations',
    'DROP FUNCTION append_only CASCADE',
    'DROP SCHEMA bullmq CASCADE',
    "SELECT pg_read_file('/etc/passwd')",
  ])('may not %s', async (sql) => {
    expect(await refusal(as(app), sql)).toMatch(/permission denied|must be owner/);
  });

  it('the acquirer runs with a role that reaches its own schema alone', async () => {
    const key = 'acq_test_of_this_test';
    const { process, address } = await startAcquirer({
      ...{ ACQUIRER_DATABASE_URL: as(acquirer), SIMULATED_ACQUIRER_KEY: key },
    });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const charge = { reference: 'chg_1', merchant: 'm', amount: 100, currency: 'INR', capture: 'automatic' };
    const body = JSON.stringify({ ...charge, token: 'sim_upi:success' });
    await waitFor(async () => (await fetch(`${address.url}/health`)).ok, { what: 'its schema' });
    const charged = async () => (await fetch(`${address.url}/v1/charges`, { method: 'POST', headers, body })).status;
    expect(await waitFor(async () => (await charged()) === 200, { what: 'the charge' })).toBe(true);
    await process.stop();
    expect(process.log()).not.toContain('permission denied');
    for (const sql of ['SELECT id FROM payments', 'DELETE FROM simulated_bank.charges', 'CREATE SCHEMA mine'])
      expect(await refusal(as(acquirer), sql)).toMatch(/permission denied/);
    expect(await refusal(as(acquirer), 'UPDATE simulated_bank.ledger SET amount = 1')).toMatch(/permission denied/);
  });

  it('the role can read every table, including those that a later migration adds', async () => {
    await refusal(as(owner), 'CREATE TABLE public.of_a_later_version (id int)');
    const { rows } = await gateway.db.query(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'simulated_bank', 'bullmq')
         AND NOT has_table_privilege($1, c.oid, 'SELECT')`,
      [app],
    );
    expect(rows).toEqual([]);
    await refusal(as(owner), 'DROP TABLE public.of_a_later_version');
  });

  it('the next migration sets a changed password and keeps the rights', async () => {
    const DATABASE_URL = as(app, 'another password');
    expect(await migrate({ DATABASE_URL })).toMatchObject({ code: 0 });
    expect(await refusal(DATABASE_URL, 'SELECT 1 FROM orders')).toBe('done');
    expect(await migrate()).toMatchObject({ code: 0 }); // restored, for the running processes
  });

  it('an administrator as the servers’ role is refused, with the role to use instead', async () => {
    const { code, log } = await migrate({ DATABASE_URL: serverUrl(name) });
    expect([code, log]).toEqual([1, expect.stringMatching(/is an administrator or owns tables.*name another role/)]);
    expect(log).not.toContain('    at ');
  });

  it('if the migration may not create the role, it logs the statement for an administrator, without a password', async () => {
    await asSuperuser((client) => client.query(`ALTER ROLE ${owner} NOCREATEROLE`));
    const { code, log } = await migrate({ DATABASE_URL: as(`absent_${suffix}`) });
    await asSuperuser((client) => client.query(`ALTER ROLE ${owner} CREATEROLE`));
    expect([code, log]).toEqual([1, expect.stringContaining(`CREATE ROLE "absent_${suffix}" LOGIN NOSUPERUSER`)]);
    expect(log).not.toContain('password of absent');
  });
});
