import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GENERATION } from '../../src/platform/database/generations.sql.js';
import { Gateway } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';

describe('health', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SHUTDOWN_DELAY: '2s' } });
  });
  afterAll(() => gateway.stop());
  const health = () => gateway.shopper.get('/health');

  it('reports what is connected and running, and is degraded without a worker', async () => {
    const healthy = await waitFor(async () => {
      const reply = await health();
      return reply.json.status === 'healthy' && reply;
    });
    expect([healthy.status, healthy.json]).toEqual([
      200,
      {
        status: 'healthy',
        database: 'connected',
        queue: 'connected',
        redis: 'connected',
        worker: 'running',
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    expect(await gateway.workers[0]?.stop()).toBe(0);
    const degraded = await waitFor(async () => {
      const reply = await health();
      return reply.json.worker === 'stopped' && reply;
    });
    expect([degraded.status, degraded.json.status]).toEqual([200, 'degraded']);
    const accepted = await gateway.pay((await gateway.order()).id);
    expect(accepted.status).toBe('pending');
  });

  it('a server beats beside the workers, is not taken for one, and leaves when it stops', async () => {
    const server = await gateway.startServer({ PORT: String(await freePort()), SHUTDOWN_DELAY: '0s' });
    const beating = async (table: string) =>
      (await gateway.db.query<{ generation: number }>(`SELECT generation FROM ${table} ORDER BY started_at`)).rows;
    await waitFor(async () => (await beating('servers')).length === 2, { what: 'the heartbeat of the second server' });
    expect(await beating('servers')).toEqual([{ generation: GENERATION }, { generation: GENERATION }]);
    expect(await beating('workers')).toEqual([]);
    expect((await health()).json).toMatchObject({ status: 'degraded', worker: 'stopped' });
    expect(await server.stop()).toBe(0);
    expect(await beating('servers')).toHaveLength(1);
  });

  it('counts the queues from the rows', async () => {
    const { json: before } = await gateway.shopper.get('/api/v1/queue/status');
    const order = await gateway.order();
    await gateway.pay(order.id);
    const later = await gateway.pay(order.id);
    const leased = await gateway.pay(order.id);
    await gateway.db.query(`UPDATE payments SET due_at = now() + interval '1 hour' WHERE id = $1`, [later.id]);
    await gateway.db.query(`UPDATE payments SET lease_until = now() + interval '1 hour' WHERE id = $1`, [leased.id]);
    const { json } = await gateway.shopper.get('/api/v1/queue/status');
    const { waiting, delayed, active } = before.payments;
    expect(json.payments).toMatchObject({ waiting: waiting + 1, delayed: delayed + 1, active: active + 1 });
    const { json: jobs } = await gateway.shopper.get('/api/v1/test/jobs/status');
    expect(jobs).toEqual({
      pending: json.payments.waiting + json.payments.delayed,
      processing: json.payments.active,
      completed: expect.any(Number),
      failed: expect.any(Number),
      worker_status: 'stopped',
    });
  });

  it('shows a merchant only their own queues, and without credentials those of the test merchant', async () => {
    const [mine, theirs] = [await gateway.newMerchant(), await gateway.newMerchant()];
    const before = (await gateway.shopper.get('/api/v1/queue/status')).json;
    const { id } = await gateway.order({}, theirs.api);
    await gateway.pay(id, undefined, theirs.api);
    const failed = await gateway.pay(id, undefined, theirs.api);
    await gateway.db.query(`UPDATE payments SET status = 'failed', due_at = NULL, updated_at = now() WHERE id = $1`, [
      failed.id,
    ]);
    await theirs.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' });
    await gateway.order({}, theirs.api);
    const nothing = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
    const status = '/api/v1/queue/status';
    expect((await theirs.api.get(status)).json).toMatchObject({ payments: { ...nothing, waiting: 1, failed: 1 } });
    const owner = await gateway.newMember('viewer', mine.id);
    for (const api of [mine.api, owner.api])
      expect((await api.get(status)).json).toEqual({ webhooks: nothing, payments: nothing, refunds: nothing });
    expect((await gateway.shopper.get(status)).json).toEqual(before);
    const wrong = gateway.client({ key: mine.apiKey, secret: 'wrong' });
    expect((await wrong.get(status)).status).toBe(401);
  });

  it('shows process, HTTP and queue figures to Prometheus', async () => {
    const { status, text } = await gateway.shopper.get('/metrics');
    expect(status).toBe(200);
    for (const name of [
      'process_resident_memory_bytes',
      'http_request_duration_seconds',
      'gateway_queue_jobs',
      'nodejs_eventloop_lag',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('serves the documentation without resources of another host', async () => {
    const page = await gateway.shopper.get('/docs');
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(page.text).not.toMatch(/(src|href)="https?:/);
    expect((await gateway.shopper.get('/openapi.json')).json.openapi).toBe('3.1.0');
    expect((await gateway.shopper.get('/openapi.yaml')).text).toContain('openapi: 3.1.0');
  });

  it('is not ready as soon as SIGTERM arrives, while requests are still served', async () => {
    expect(await gateway.shopper.get('/health/ready')).toMatchObject({
      status: 200,
      json: { status: 'ready', reason: null, queue: 'postgresql' },
    });
    const stopped = gateway.servers[0]!.stop();
    const leaving = await waitFor(async () => {
      const reply = await gateway.shopper.get('/health/ready');
      return reply.status === 503 && reply;
    });
    expect(leaving.json).toMatchObject({ reason: 'shutting_down' });
    expect((await gateway.api.get('/api/v1/orders')).status).toBe(200);
    expect((await gateway.shopper.get('/health/live')).status).toBe(200);
    expect(await stopped).toBe(0);
  });
});
