import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AcquirerAccount } from '../support/acquirer.js';
import { Client } from '../support/client.js';
import { asSuperuser, serverUrl } from '../support/database.js';
import { freePort, type GatewayProcess, ready, start, waitFor } from '../support/processes.js';

const DEMO_KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };
const WAITS = /waiting for the schema \(node main\.js migrate\): not applied: (\S+)/;

describe('servers and workers that start before the migration', () => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const DATABASE_URL = serverUrl(name);
  let processes: GatewayProcess[] = [];
  let bank: AcquirerAccount;
  let ports: string[];
  beforeAll(async () => {
    await asSuperuser((client) => client.query(`CREATE DATABASE ${name}`));
    ports = [String(await freePort()), String(await freePort())];
    bank = await AcquirerAccount.open();
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await bank.close();
    await asSuperuser((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  });
  const boot = () => {
    const [PORT = '', METRICS_PORT = ''] = ports;
    const env = { DATABASE_URL, ...bank.environment };
    processes = [start('server', { ...env, PORT }), start('worker', { ...env, METRICS_PORT })];
    return processes;
  };
  const answers = () =>
    Promise.all(
      ports.map((port) =>
        fetch(`http://127.0.0.1:${port}/health/live`).then(
          ({ status }) => status,
          () => 'nobody',
        ),
      ),
    );

  it('wait for it without serving requests or taking jobs; then they work, without a restart', async () => {
    for (const process of boot())
      await waitFor(() => WAITS.test(process.log()), { what: 'the log line that the schema is missing' });
    expect(await answers()).toEqual(['nobody', 'nobody']);
    const migration = start('migrate', { DATABASE_URL });
    await once(migration.child, 'exit');
    expect([migration.child.exitCode, migration.log()]).toEqual([0, expect.stringContaining('database migrated')]);
    expect(migration.log()).toMatch(/"migrations":"Initial [\w ]+ PackedEvents\b/);
    await Promise.all(processes.map(ready));
    expect(await answers()).toEqual([200, 200]);
    const api = new Client(`http://127.0.0.1:${ports[0]}`, DEMO_KEY);
    const { json: order } = await api.post('/api/v1/orders', { amount: 50_000 });
    const { json: payment } = await api.post('/api/v1/payments', {
      order_id: order.id,
      method: 'upi',
      vpa: 'success@upi',
    });
    const status = async () => (await api.get(`/api/v1/payments/${payment.id}`)).json.status;
    await waitFor(async () => (await status()) === 'success', { what: 'the payment' });
    for (const process of processes)
      expect([await process.stop(), process.log().includes('"level":"error"')]).toEqual([0, false]);
  });

  it('wait for one missing migration, log its name, and stop at once on SIGTERM', async () => {
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    await client.query(`UPDATE migrations SET name = 'Not' || name WHERE name LIKE 'Reports%'`);
    await client.end();
    for (const process of boot()) {
      await waitFor(() => WAITS.test(process.log()), { what: 'the log line that a migration is missing' });
      expect(WAITS.exec(process.log())?.[1]).toMatch(/^Reports\d+"/);
    }
    expect(await answers()).toEqual(['nobody', 'nobody']);
    expect(await Promise.all(processes.map((process) => process.stop()))).toEqual([0, 0]);
  });
});
