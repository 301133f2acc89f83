import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { startPayments } from '../support/load.js';
import { freePort, waitFor } from '../support/processes.js';
import { RedisBehindTls, RedisCluster, RedisSentinels } from '../support/redis-shapes.js';

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;

async function allSucceed(gateway: Gateway, ids: string[]): Promise<void> {
  const ended = await gateway.ended(ids, { timeoutMs: 45_000 });
  expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
  expect(await violatedInvariants(gateway)).toEqual({});
}

withRedis('with the queue on a Redis Cluster of six (skipped if no redis-server is installed)', () => {
  let gateway: Gateway;
  let redis: RedisCluster;
  beforeAll(async () => {
    redis = await RedisCluster.start();
    gateway = await Gateway.start({ env: { ...redis.environment, RATE_LIMIT_PUBLIC_READ: '10/1m' } });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await redis.stop();
    }
  });

  it('all keys of a queue are in one slot, and each queue has its own', async () => {
    const payment = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id });
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
    expect((await gateway.shopper.get('/health')).json).toMatchObject({ status: 'healthy', redis: 'connected' });
    const keys = (await Promise.all(redis.masters.map((node) => node.ask((client) => client.keys('*'))))).flat();
    const tags = new Set(keys.map((key) => /^bull:(\{\w+\})/.exec(key)?.[1]));
    expect(tags).toEqual(new Set(['{charges}', '{charge_refunds}', '{webhooks}']));
  });

  it('all servers share the rate limits', async () => {
    const order = await gateway.order();
    const ports = [gateway.port, await freePort()];
    await gateway.startServer({ PORT: String(ports[1]) });
    // A server that has not found the cluster yet counts by itself.
    const health = async (port?: number) => (await gateway.client(undefined, port).get('/health')).json;
    for (const port of ports)
      await waitFor(async () => (await health(port)).redis === 'connected', { what: `Redis at ${port}` });
    const statuses: number[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const shopper = gateway.client(undefined, ports[turn % 2]);
      statuses.push((await shopper.get(`/api/v1/orders/${order.id}/public`)).status);
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  it('the master of the payments queue is killed under load: every payment is accepted, and none is lost', async () => {
    const load = startPayments(gateway);
    await waitFor(() => load.accepted() > 50, { what: 'load' });
    const master = await redis.masterOf('{payments}');
    const replica = redis.nodes[redis.nodes.indexOf(master) + 3];
    await master.kill();
    await waitFor(() => replica?.isMaster(), { what: 'a replica in its place' });
    const before = load.accepted();
    await waitFor(() => load.accepted() > before + 50, { what: 'load after the failover' });
    await allSucceed(gateway, (await load.stop()).payments);
  });
});

withRedis('with the queue behind Sentinels (skipped if no redis-server is installed)', () => {
  let gateway: Gateway;
  let redis: RedisSentinels;
  beforeAll(async () => {
    redis = await RedisSentinels.start();
    gateway = await Gateway.start({ env: redis.environment });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await redis.stop();
    }
  });

  it.each(['killed', 'frozen'] as const)(
    'the master is %s under load: a replica takes over, every payment is accepted, and none is lost',
    async (fate) => {
      const load = startPayments(gateway);
      await waitFor(() => load.accepted() > 50, { what: 'load' });
      const master = await redis.master();
      if (fate === 'killed') await master.kill();
      else master.freeze();
      await waitFor(async () => (await redis.master()) !== master, { what: 'another master' });
      const before = load.accepted();
      await waitFor(() => load.accepted() > before + 50, { what: 'load after the failover' });
      await allSucceed(gateway, (await load.stop()).payments);
      const health = async () => (await gateway.shopper.get('/health')).json;
      await waitFor(async () => (await health()).status === 'healthy', { what: 'health' });
    },
  );
});

withRedis('with the queue on a Redis with TLS and a password (skipped if no redis-server is installed)', () => {
  let gateway: Gateway;
  let redis: RedisBehindTls;
  beforeAll(async () => {
    redis = await RedisBehindTls.start();
    gateway = await Gateway.start({ env: redis.environment });
  });
  afterAll(async () => {
    try {
      await gateway.stop();
    } finally {
      await redis.stop();
    }
  });

  const seenAt = async (port: number) => (await gateway.client(undefined, port).get('/health')).json;

  it('payments are charged through it', async () => {
    await gateway.captured();
    expect(await seenAt(gateway.port)).toMatchObject({ status: 'healthy', redis: 'connected' });
    expect(await redis.nodes[0]?.ask((client) => client.keys('bull:*'))).not.toEqual([]);
  });

  it('it is killed under load and restarted empty: every payment is accepted, and none is lost', async () => {
    const [server] = redis.nodes;
    const load = startPayments(gateway);
    await waitFor(() => load.accepted() > 30, { what: 'load' });
    await server?.kill();
    const before = load.accepted();
    await waitFor(() => load.accepted() > before + 30, { what: 'load without Redis' });
    await server?.restart();
    const after = load.accepted();
    await waitFor(() => load.accepted() > after + 30, { what: 'load after the restart' });
    await allSucceed(gateway, (await load.stop()).payments);
    await waitFor(async () => (await seenAt(gateway.port)).status === 'healthy', { what: 'health' });
  });

  it('a server with an untrusted certificate is not used, and payments are accepted without it', async () => {
    const port = await freePort();
    await gateway.startServer({ PORT: String(port), REDIS_CA_FILE: '' });
    expect(await seenAt(port)).toMatchObject({ redis: 'disconnected' });
    const order = await gateway.order({}, gateway.apiAt(port));
    await gateway.payment((await gateway.pay(order.id, undefined, gateway.apiAt(port))).id, ['success']);
  });
});
