import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';
import { type Sample, scrape, valueOf } from '../support/prometheus.js';
import { Receiver } from '../support/receiver.js';

const TOKEN = 'a-token-that-prometheus-has';

describe('the metrics for Prometheus', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  let workerPort: number;
  let workerMetrics: string;
  let merchantId: string;
  beforeAll(async () => {
    gateway = await Gateway.start({
      env: { BANK_TIMEOUT: '1s', WEBHOOK_RETRY_SCHEDULE_TEST: '0s,100ms' },
      worker: false,
    });
    workerPort = await freePort();
    workerMetrics = `http://127.0.0.1:${workerPort}/metrics`;
    await gateway.startWorker({ METRICS_PORT: String(workerPort), METRICS_TOKEN: TOKEN });
    receiver = await Receiver.start();
    const endpoint = await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url });
    expect(endpoint.status).toBe(201);
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM merchants LIMIT 1');
    merchantId = rows[0]?.id ?? '';
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
  });

  const server = () => scrape(`${gateway.baseUrl}/metrics`);
  const worker = () => scrape(workerMetrics, { Authorization: `Bearer ${TOKEN}` });
  const eventually = (read: () => Promise<Sample[]>, name: string, labels: Record<string, string>, atLeast: number) =>
    waitFor(async () => (valueOf(await read(), name, labels) ?? 0) >= atLeast, {
      what: `${name} ${JSON.stringify(labels)}`,
    });

  it('rate, errors and duration of every route, by its pattern and never by the requested path', async () => {
    const payment = await gateway.captured();
    await gateway.api.get('/api/v1/payments/pay_0000000000000000');
    await gateway.shopper.get('/no/such/route/4111111111111111');
    const samples = await server();
    const duration = 'http_request_duration_seconds_count';
    const of = (labels: Record<string, string>) => valueOf(samples, duration, labels) ?? 0;
    expect(of({ method: 'POST', route: '/api/v1/payments', status: '201' })).toBe(1);
    expect(of({ method: 'GET', route: '/api/v1/payments/:id', status: '200' })).toBeGreaterThan(0);
    expect(of({ method: 'GET', route: '/api/v1/payments/:id', status: '404' })).toBe(1);
    expect(of({ method: 'GET', route: 'none', status: '404' })).toBe(1);
    const routes = new Set(samples.filter(({ name }) => name === duration).map(({ labels }) => labels['route']));
    expect([...routes].filter((route) => /pay_|4111/.test(route ?? ''))).toEqual([]);
    expect(payment.status).toBe('success');
  });

  it('outcomes, calls to the bank and deliveries, in the worker that made them', async () => {
    await eventually(worker, 'gateway_payments_total', { status: 'success' }, 1);
    await eventually(worker, 'gateway_bank_call_duration_seconds_count', { call: 'charge', outcome: 'approved' }, 1);
    await eventually(worker, 'gateway_deliveries_total', { outcome: 'success' }, 4); // created, pending, success, order.paid
    await eventually(worker, 'gateway_delivery_duration_seconds_count', {}, 4);
    receiver.behave = (_, response) => response.writeHead(500).end();
    await gateway.captured();
    await eventually(worker, 'gateway_deliveries_total', { outcome: 'retry' }, 4);
    await eventually(worker, 'gateway_deliveries_total', { outcome: 'failed' }, 4);
    receiver.behave = (_, response) => response.writeHead(200).end();
  });

  it('an expired lease of a killed worker counts as a takeover', async () => {
    const { id } = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    await gateway.refund(refund.id);
    // The row as a killed worker leaves it.
    await gateway.db.query(
      `UPDATE charges SET due_at = now(), lease_until = now() - interval '1 s' WHERE payment_id = $1`,
      [id],
    );
    await eventually(worker, 'gateway_lease_takeovers_total', { queue: 'payments' }, 1);
    expect(valueOf(await worker(), 'gateway_lease_takeovers_total', { queue: 'refunds' })).toBe(0);
  });

  it('number and age of the due rows without a lease, in each queue, and that no worker runs', async () => {
    await eventually(worker, 'gateway_worker_running', {}, 1);
    const { id } = await gateway.captured();
    await gateway.workers[0]!.stop();
    const old = `now() - interval '100 s'`;
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    await gateway.db.query(`UPDATE refunds SET call_due_at = ${old} WHERE id = $1`, [refund.id]);
    await gateway.db.query(`UPDATE charges SET due_at = ${old}, lease_until = NULL WHERE payment_id = $1`, [id]);
    await gateway.db.query(`UPDATE webhook_logs SET next_retry_at = ${old} WHERE status = 'pending'`);
    for (const queue of ['payments', 'refunds', 'webhooks']) {
      await eventually(server, 'gateway_queue_jobs', { queue, state: 'waiting' }, 1);
      await eventually(server, 'gateway_queue_oldest_due_seconds', { queue }, 100);
    }
    await waitFor(async () => valueOf(await server(), 'gateway_worker_running') === 0, { what: 'no worker' });
    await gateway.db.query(`UPDATE refunds SET call_lease_until = now() + interval '1 h' WHERE id = $1`, [refund.id]);
    const oldest = async () => valueOf(await server(), 'gateway_queue_oldest_due_seconds', { queue: 'refunds' });
    await waitFor(async () => (await oldest()) === 0, { what: 'the leased row to be counted no more' });
  });

  it('connections, event loop, memory and sweeps, in server and worker alike', async () => {
    await gateway.startWorker({ METRICS_PORT: String(workerPort), METRICS_TOKEN: TOKEN }); // the first one has stopped
    const swept = async () => valueOf(await worker(), 'gateway_sweep_timestamp_seconds');
    await waitFor(async () => ((await swept()) ?? 0) > 0, { what: 'a sweep' });
    for (const samples of [await server(), await worker()]) {
      for (const state of ['total', 'idle', 'waiting']) {
        expect(valueOf(samples, 'gateway_database_connections', { state })).toBeGreaterThanOrEqual(0);
      }
      expect(valueOf(samples, 'gateway_database_up')).toBe(1);
      expect(valueOf(samples, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
      expect(valueOf(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
      expect(valueOf(samples, 'process_cpu_seconds_total')).toBeGreaterThan(0);
    }
  });

  it('on its own port, with METRICS_TOKEN, only to callers with the token', async () => {
    const status = async (authorization?: string) => {
      const headers = authorization ? { authorization } : undefined;
      return (await fetch(workerMetrics, { headers })).status;
    };
    expect([await status(), await status('Bearer wrong'), await status(`Bearer ${TOKEN}`)]).toEqual([401, 401, 200]);
    // Orchestrators have no token.
    const live = await fetch(`http://127.0.0.1:${workerPort}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'live' }]);
  });

  it('outside demo runs nothing without METRICS_TOKEN, and nothing to callers without the token', async () => {
    await gateway.db.query(`UPDATE api_keys SET expires_at = now() WHERE merchant_id = $1`, [merchantId]);
    await gateway.db.query(`UPDATE users SET password_hash = 'locked'`);
    const key = Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64');
    const statuses = async (env: Record<string, string>, headers: Record<string, string>[]) => {
      const port = await freePort();
      const process = await gateway.startServer({ DEMO: 'false', ENCRYPTION_KEY: key, PORT: String(port), ...env });
      const url = `http://127.0.0.1:${port}/metrics`;
      const seen = await Promise.all(headers.map(async (given) => (await fetch(url, { headers: given })).status));
      await process.stop();
      return seen;
    };
    expect(await statuses({}, [{}])).toEqual([404]);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect(await statuses({ METRICS_TOKEN: TOKEN }, [{}, bearer('x'), bearer(TOKEN)])).toEqual([401, 401, 200]);
  });
});
