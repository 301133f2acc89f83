import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import { once } from 'node:events';
import { readSettings } from '../../src/platform/config/config.js';
import { queueOptions } from '../../src/platform/queue/backend.js';
import { openRedis } from '../../src/platform/queue/redis.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort } from '../support/processes.js';
import { RedisServer } from '../support/redis.js';

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
const UPI = { method: 'upi', vpa: 'success@upi' };

/** Pays this many orders at once; returns the ids. */
const payMany = (gateway: Gateway, times: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: times }, async () => (await gateway.pay((await gateway.order()).id, UPI)).id as string),
  );
const allSucceed = async (gateway: Gateway, ids: string[]) => {
  const ended = await gateway.ended(ids, { timeoutMs: 40_000 });
  expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
};

withRedis('with the queue on Redis (skipped if no redis-server is installed)', () => {
  let gateway: Gateway;
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
    gateway = await Gateway.start({ env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await gateway.stop();
    await redis.kill();
  });

  it('charge, step-up, capture and refund work, and the queue stores no row in PostgreSQL', async () => {
    const payment = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 20_000 });
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
    const asked = await gateway.pay((await gateway.order({ capture: 'manual' })).id, {
      method: 'card',
      card: cardOf('4000000000003220'),
    });
    await gateway.payment(asked.id, ['requires_action']);
    await gateway.shopper.post(`/api/v1/payments/${asked.id}/action`, { otp: '123456' });
    expect(await gateway.api.post(`/api/v1/payments/${asked.id}/capture`)).toMatchObject({ status: 200 });
    const { rows } = await gateway.db.query(`SELECT FROM pg_namespace WHERE nspname = 'bullmq'`);
    expect(rows).toEqual([]);
    expect(await redis.ask((client) => client.keys('bull:*'))).not.toEqual([]);
  });

  it('emptied under load: no payment is lost', async () => {
    const ids: string[] = [];
    for (let round = 0; round < 4; round++) {
      ids.push(...(await payMany(gateway, 25)));
      await redis.ask((client) => client.flushall());
    }
    await allSucceed(gateway, ids);
  });

  it('while it is unreachable payments are accepted quickly; when it is back all reach a final status', async () => {
    await redis.kill();
    const before = performance.now();
    const order = await gateway.order();
    const payment = await gateway.pay(order.id, UPI);
    expect(performance.now() - before).toBeLessThan(1_000);
    const ids = [payment.id, ...(await payMany(gateway, 30))];
    const refund = await gateway.api.post('/api/v1/payments/pay_doesNotExist0000/refunds', { amount: 1 });
    expect(refund.status).toBe(404);
    await redis.restart();
    await allSucceed(gateway, ids);
  });

  it('full under load, without eviction: payments are accepted, and all reach a final status when there is space again', async () => {
    const full = (bytes: number) => redis.ask((client) => client.config('SET', 'maxmemory', bytes));
    expect(await redis.ask((client) => client.config('GET', 'maxmemory-policy'))).toContain('noeviction');
    const before = payMany(gateway, 40);
    await full(1);
    const ids = [...(await before), ...(await payMany(gateway, 40))];
    await expect(redis.ask((client) => client.set('room', 'none'))).rejects.toThrow('OOM');
    const health = await gateway.shopper.get('/health');
    expect([health.status, health.json.database]).toEqual([200, 'connected']);
    await full(0);
    await allSucceed(gateway, ids);
  });

  it('unresponsive while a server starts: it is used when it responds', async () => {
    const settings = readSettings({ DATABASE_URL: 'postgres://of.nobody/none', REDIS_URL: redis.url });
    const connection = openRedis(settings, 'server');
    if (!connection) throw new Error('no connection to Redis');
    await once(connection, 'ready');
    redis.freeze();
    const queue = new Queue('payments', queueOptions(settings, 'server', connection));
    queue.on('error', () => undefined);
    try {
      await expect(connection.ping()).rejects.toThrow('timed out'); // sent after the commands of the queue
      redis.thaw();
      expect(await queue.getJobCountByTypes('active')).toBe(0);
    } finally {
      redis.thaw();
      await queue.close();
      connection.disconnect();
    }
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});

describe('started while its Redis is unreachable', () => {
  let gateway: Gateway;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    gateway = await Gateway.start({ env: { REDIS_URL: `redis://127.0.0.1:${port}/0` } });
  });
  afterAll(() => gateway.stop());

  it('the server starts and accepts orders and payments', async () => {
    const payment = await gateway.pay((await gateway.order()).id, UPI);
    expect(await gateway.payment(payment.id, ['pending'])).toEqual(payment);
  });

  const itWithRedis = process.env['TEST_REDIS_URL'] ? it : it.skip;
  itWithRedis('they are charged once Redis is there (skipped where no redis-server is installed)', async () => {
    const ids = await payMany(gateway, 10);
    const redis = await RedisServer.start(port);
    try {
      await allSucceed(gateway, ids);
      expect(await violatedInvariants(gateway)).toEqual({});
    } finally {
      await redis.kill();
    }
  });

  it('a worker stops on SIGTERM although the connection of its queue cannot be closed', async () => {
    const before = performance.now();
    await Promise.all(gateway.workers.map((worker) => worker.stop()));
    expect(performance.now() - before).toBeLessThan(15_000);
    expect(gateway.workers.map((worker) => worker.log()).join()).not.toContain('during shutdown');
  });
});
