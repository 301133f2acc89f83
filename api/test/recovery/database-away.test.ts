import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const AWAY = { status: 503, code: 'SERVICE_UNAVAILABLE' };
/** Longer than any response may take, far shorter than a hang. */
const TIMEOUT_MS = 20_000;

describe('while the database is away', () => {
  let gateway: Gateway;
  let proxy: TcpProxy;
  beforeAll(async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    proxy = await TcpProxy.to({ host: url.hostname, port: Number(url.port) });
    const throughProxy = (databaseUrl: string) => {
      const way = new URL(databaseUrl);
      way.port = String(proxy.address.port);
      return way.toString();
    };
    gateway = await Gateway.start({ worker: false, route: throughProxy });
    await waitFor(async () => (await health()).queue === 'connected');
  });
  afterAll(async () => {
    await gateway.stop();
    await proxy.cut();
  });

  const calls = () => [
    gateway.api.post('/api/v1/orders', { amount: 100 }, { key: newKey() }),
    gateway.api.get('/api/v1/orders'),
    gateway.api.post('/api/v1/payments/pay_0000000000000000/cancel'),
    gateway.shopper.get('/api/v1/orders/order_0000000000000000/public'),
    gateway.client({ key: 'never-seen', secret: 'before' }).get('/api/v1/orders'),
  ];
  const inTime = <T>(work: Promise<T>) =>
    Promise.race([
      work,
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it hangs')), TIMEOUT_MS).unref()),
    ]);
  const health = async () => (await gateway.shopper.get('/health')).json;

  it.each([
    ['refuses connections', () => proxy.cut()],
    ['is silent on connections that stay open', () => Promise.resolve(proxy.freeze())],
  ])(
    '(it %s) every response is 503 with Retry-After, none hangs, and requests succeed when it is back',
    async (_, breakIt) => {
      expect((await gateway.api.get('/api/v1/orders')).status).toBe(200);
      await breakIt();
      const replies = await inTime(Promise.all(calls()));
      for (const reply of replies) {
        expectRefusal(reply, AWAY);
        expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      // A health response is cached for a moment, so the first may still be the previous one.
      const ill = await waitFor(async () => {
        const reply = await inTime(gateway.shopper.get('/health'));
        return reply.status === 503 && reply;
      });
      expect([ill.status, ill.json.status, ill.json.database]).toEqual([503, 'unhealthy', 'disconnected']);
      expect((await inTime(gateway.shopper.get('/health/live'))).status).toBe(200);
      await proxy.restore();
      await waitFor(async () => (await health()).database === 'connected');
      await waitFor(async () => (await gateway.api.post('/api/v1/orders', { amount: 100 })).status === 201);
    },
  );

  it('a 503 stores nothing: the same key works when the database is back', async () => {
    const key = newKey();
    const receipt = newKey();
    const order = () => gateway.api.post('/api/v1/orders', { amount: 100, receipt }, { key });
    await proxy.cut();
    expectRefusal(await inTime(order()), AWAY);
    await proxy.restore();
    const accepted = await waitFor(async () => {
      const reply = await order();
      return reply.status === 201 && reply;
    });
    expect(accepted.headers.get('idempotent-replayed')).toBeNull();
    const { rows } = await gateway.db.query('SELECT id FROM orders WHERE receipt = $1', [receipt]);
    expect(rows).toEqual([{ id: accepted.json.id }]);
  });

  it('the log contains the request id, and neither the statement nor its values', async () => {
    const receipt = newKey();
    await proxy.cut();
    const reply = await inTime(gateway.api.post('/api/v1/orders', { amount: 100, receipt }));
    await proxy.restore();
    await waitFor(() => gateway.logs().includes(reply.json.error.request_id), { what: 'the line in the log' });
    expect(gateway.logs()).not.toContain(receipt);
  });
});
