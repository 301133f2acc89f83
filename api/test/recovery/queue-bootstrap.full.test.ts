import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cloneTemplate } from '../support/database.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, waitFor } from '../support/processes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** Only the queue goes through the proxy: rows are written and read all the time. */
describe('processes that start while the queue on PostgreSQL refuses connections', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;
  const postgres = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  beforeAll(async () => {
    // No server is behind it: connections are accepted and closed at once, as by a server that is starting.
    proxy = await TcpProxy.to({ host: '127.0.0.1', port: await freePort() });
    const made = await cloneTemplate();
    const way = new URL(made.url);
    way.port = String(proxy.address.port);
    gateway = await Gateway.start({
      env: { QUEUE_DATABASE_URL: way.toString() },
      database: () => Promise.resolve(made),
    });
  });
  afterAll(async () => {
    await gateway.stop();
    await proxy.cut();
  });

  it('keep running, accept payments, stop on SIGTERM, and use the queue when it accepts connections', async () => {
    const health = async () => (await gateway.shopper.get('/health')).json;
    await waitFor(async () => (await health()).worker === 'running', { what: 'a heartbeat' });
    const payment = await gateway.pay((await gateway.order()).id);
    const other = await gateway.startWorker();
    expect(await other.stop()).toBe(0);
    expect((await gateway.api.get(`/api/v1/payments/${payment.id}`)).json.status).toBe('pending');

    await proxy.redirectTo({ host: postgres.hostname, port: Number(postgres.port) });
    expect(await gateway.payment(payment.id, ['success'])).toMatchObject({ captured: true });
    await waitFor(async () => (await health()).queue === 'connected', { what: "the server's queue" });
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
