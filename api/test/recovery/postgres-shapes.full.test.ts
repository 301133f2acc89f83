import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asSuperuser, cloneTemplate, serverUrl } from '../support/database.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { expectNothingLost, startPayments } from '../support/load.js';
import { PGBOUNCER, type Pgbouncer, PostgresPair, startPgbouncer } from '../support/postgres-shapes.js';
import { freePort, start, startProgram, waitFor } from '../support/processes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const withPgbouncer = PGBOUNCER ? describe : describe.skip;
const CONNECTIONS = 5;
const DOCTOR = fileURLToPath(new URL('../../../bin/doctor.mjs', import.meta.url));

withPgbouncer('behind pgbouncer in transaction mode (skipped if it is not installed)', () => {
  let gateway: Gateway;
  let pgbouncer: Pgbouncer;
  let direct: string;
  beforeAll(async () => {
    const { url, drop } = await cloneTemplate();
    direct = url;
    pgbouncer = await startPgbouncer({ connections: CONNECTIONS });
    gateway = await Gateway.start({
      database: () => Promise.resolve({ url, drop }),
      route: pgbouncer.route,
      env: { PG_PREPARED: 'off', QUEUE_DATABASE_URL: url },
    });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await pgbouncer.stop();
    }
  });

  it('a boot logs that the role lacks the limits that sessions cannot set there', async () => {
    await waitFor(() => /"missing":\["idle_in_transaction.*ALTER ROLE/.test(gateway.logs()), { what: 'the warning' });
  });

  it('payments, refunds and webhooks run, many at once, over a few connections', async () => {
    await gateway.inbox();
    const load = startPayments(gateway);
    await waitFor(() => load.accepted() >= 60, { what: 'load' });
    const { payments } = await load.stop();
    const ended = await gateway.ended(payments);
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payments[0] });
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
    expect((await gateway.shopper.get('/health')).json).toMatchObject({ status: 'healthy' });
    expect(await violatedInvariants(gateway)).toEqual({});
    const pooled = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name IN
      ('payment-gateway', 'payment-gateway health')`;
    const { rowCount } = await gateway.db.query(pooled);
    expect(rowCount).toBeGreaterThan(0);
    expect(rowCount).toBeLessThanOrEqual(CONNECTIONS);
  });

  it('pgbouncer is killed under load and restarted: no order or payment with a 201 is lost', async () => {
    const load = startPayments(gateway, { refusals: true });
    await waitFor(() => load.accepted() > 30, { what: 'load' });
    await pgbouncer.kill();
    await waitFor(() => load.refused() > 0, { what: 'the detection of the loss' });
    await pgbouncer.restart();
    const before = load.accepted();
    await waitFor(() => load.accepted() > before + 30, { what: 'load after the restart' });
    await expectNothingLost(gateway, await load.stop());
  });

  it('two simultaneous migrations apply everything once, and leave no lock on a pooled connection', async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await asSuperuser((client) => client.query(`CREATE DATABASE ${name}`));
    const env = { PG_PREPARED: 'off', QUEUE_DATABASE_URL: direct, DATABASE_URL: pgbouncer.route(serverUrl(name)) };
    const migrations = [start('migrate', env), start('migrate', env)];
    await Promise.all(migrations.map(({ child }) => once(child, 'exit')));
    expect(migrations.map(({ child, log }) => [child.exitCode, child.exitCode === 0 || log()])).toEqual([
      [0, true],
      [0, true],
    ]);
    await asSuperuser(async (client) => {
      const locks = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database =
        (SELECT oid FROM pg_database WHERE datname = current_database())`;
      expect((await client.query(locks)).rowCount).toBe(0);
      const twice = 'SELECT name FROM migrations GROUP BY name HAVING count(*) > 1';
      expect((await client.query(twice)).rows).toEqual([]);
    }, name);
    await asSuperuser((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
});

describe('with a streaming standby', () => {
  const DATABASE = 'gateway';
  let pair: PostgresPair;
  let toPrimary: TcpProxy;
  let toStandby: TcpProxy;
  let gateway: Gateway;
  const through = (url: string, proxy: TcpProxy) =>
    Object.assign(new URL(url), { port: String(proxy.address.port) }).toString();
  beforeAll(async () => {
    pair = await PostgresPair.start(DATABASE);
    toPrimary = await TcpProxy.to({ host: '127.0.0.1', port: pair.primary.port });
    toStandby = await TcpProxy.to({ host: '127.0.0.1', port: pair.standby.port });
    const url = through(pair.primary.adminUrl(DATABASE), toPrimary);
    const migration = start('migrate', { DATABASE_URL: url });
    await once(migration.child, 'exit');
    gateway = await Gateway.start({
      database: () => Promise.resolve({ url, drop: () => Promise.resolve() }),
      env: { DATABASE_REPLICA_URLS: through(pair.standby.adminUrl(DATABASE), toStandby) },
    });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await Promise.all([toPrimary.cut(), toStandby.cut()]);
      await pair.stop();
    }
  });

  const newest = async () => {
    const { status, json } = await gateway.api.get('/api/v1/orders?limit=1');
    expect(status).toBe(200);
    return json.data[0]?.id as string | undefined;
  };
  const listsOnStandby = async () => {
    const text = `SELECT coalesce(sum(calls), 0)::int AS calls FROM pg_stat_statements WHERE query LIKE '%ORDER BY o.id DESC%'`;
    const [row] = await pair.onStandby<{ calls: number }>(text, DATABASE);
    return row?.calls ?? 0;
  };
  /** Requests lists until one more was read there. */
  const standbyServes = async () => {
    const before = await listsOnStandby();
    await waitFor(async () => (await newest(), (await listsOnStandby()) > before), { what: 'a list from the standby' });
  };
  const lastWord = () =>
    gateway
      .logs()
      .match(/\d of 1 replicas serve lists/g)
      ?.at(-1);

  it('lists are read there, and still show at once what the same caller has just written', async () => {
    const order = await gateway.order();
    await standbyServes();
    expect(await newest()).toBe(order.id);
    for (let turn = 0; turn < 30; turn++) {
      const { id } = await gateway.order();
      expect(await newest()).toBe(id);
    }
    await standbyServes();
  });

  it('a boot says when its pools cannot fit, and not otherwise', async () => {
    const warning = 'the pools may exceed the connection limit';
    expect(gateway.logs()).not.toContain(warning);
    const greedy = await gateway.startServer({ PORT: String(await freePort()), DATABASE_POOL_SIZE: '200' });
    await waitFor(() => greedy.log().includes(warning), { what: 'the warning' });
    await greedy.stop();
  });

  it('a lagging standby serves no lists until it has caught up', async () => {
    await pair.onStandby('SELECT pg_wal_replay_pause()');
    const { id } = await gateway.order();
    await waitFor(async () => (expect(await newest()).toBe(id), lastWord()?.startsWith('0')), { what: 'distrust' });
    expect(await newest()).toBe(id);
    await pair.onStandby('SELECT pg_wal_replay_resume()');
    await standbyServes();
    expect(await newest()).toBe(id);
  });

  it('an unreachable standby fails no request', async () => {
    const { id } = await gateway.order();
    await standbyServes();
    await toStandby.cut();
    for (let turn = 0; turn < 10; turn++) expect(await newest()).toBe(id);
    await toStandby.restore();
    await standbyServes();
  });

  it('the standby is killed while lists are read from it: each response is a complete list from the primary, and the standby is used again later', async () => {
    const { id } = await gateway.order();
    await standbyServes();
    let going = true;
    let answers = 0;
    const reader = async () => {
      for (; going; answers++) expect(await newest()).toBe(id);
    };
    const readers = Promise.all(Array.from({ length: 6 }, reader));
    const more = () => {
      const before = answers;
      return waitFor(() => answers > before + 60, { what: 'lists' });
    };
    try {
      await more();
      await pair.killStandby();
      await more();
    } finally {
      going = false;
      await readers;
    }
    await waitFor(() => lastWord()?.startsWith('0'), { what: 'the log line that no replica serves' });
    await pair.restartStandby();
    await toStandby.redirectTo({ host: '127.0.0.1', port: pair.standby.port });
    await standbyServes();
  });

  it('the doctor checks the standby and its connection limit', async () => {
    const DATABASE_REPLICA_URLS = through(pair.standby.adminUrl(DATABASE), toStandby);
    const { DATABASE_URL = '' } = gateway.environment;
    const doctor = startProgram([DOCTOR, '--env', 'none.env'], { DATABASE_URL, DATABASE_REPLICA_URLS });
    await once(doctor.child, 'close');
    expect(doctor.log()).toMatch(/✓ Replica +127\.0\.0\.1:\d+ follows\n.*✓ Replica +12 needed by 1 server/);
  });

  it('the primary is killed under load and the synchronous standby promoted: no order or payment with a 201 is lost', async () => {
    await pair.synchronous();
    const load = startPayments(gateway, { refusals: true });
    await waitFor(() => load.accepted() > 50, { what: 'load' });
    await pair.killPrimary();
    await waitFor(() => load.refused() > 0, { what: 'the detection of the loss' });
    await pair.promote();
    await toPrimary.redirectTo({ host: '127.0.0.1', port: pair.standby.port });
    const before = load.accepted();
    await waitFor(() => load.accepted() > before + 50, { what: 'load after the failover' });
    await expectNothingLost(gateway, await load.stop());
  });
});
