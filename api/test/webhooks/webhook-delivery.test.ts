import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { type Received, Receiver } from '../support/receiver.js';

const hmac = (secret: string, body: string) => createHmac('sha256', secret).update(body).digest('hex');
const standard = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

describe('an event reaches its endpoint', () => {
  let gateway: Gateway;
  let receiver: Receiver;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { WEBHOOK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());
  afterEach(async () => {
    await gateway.db.query('UPDATE webhook_endpoints SET enabled = false');
    await receiver.stop();
  });

  async function endpoint(fields: object = {}) {
    receiver = await Receiver.start();
    const reply = await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url, ...fields });
    expect(reply.status).toBe(201);
    return reply.json as { id: string; secret: string };
  }
  const deliveryOf = async (endpointId: string, event: string) => {
    const { json } = await gateway.api.get(`/api/v1/webhooks?endpoint=${endpointId}&event=${event}`);
    return json.data[0];
  };
  const settled = (endpointId: string, event: string, statuses = ['success', 'failed']) =>
    waitFor(async () => {
      const delivery = await deliveryOf(endpointId, event);
      return statuses.includes(delivery?.status) && delivery;
    });
  /** Waits until the first attempt has been made and recorded, with any result. */
  const attempted = (endpointId: string, event: string, attempts = 1) =>
    waitFor(async () => {
      const { rows } = await gateway.db.query(
        'SELECT 1 FROM webhook_logs WHERE endpoint_id = $1 AND event = $2 AND attempts = $3 AND lease_until IS NULL',
        [endpointId, event, attempts],
      );
      return rows.length > 0 && deliveryOf(endpointId, event);
    });

  it('every event of a payment and its refund arrives once, verified by an independent library and by plain HMAC', async () => {
    const { secret } = await endpoint();
    const payment = await gateway.captured();
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: payment.id });
    await gateway.refund(refund.id);
    const ofPayment = ['payment.created', 'payment.pending', 'payment.success'];
    const expected = ['order.paid', ...ofPayment, 'refund.created', 'refund.processed'];
    await waitFor(() => receiver.received.length >= expected.length);
    expect(receiver.events.map(({ event }) => event).sort()).toEqual(expected);
    for (const received of receiver.received) {
      expect(standard(secret, received)).toEqual(JSON.parse(received.body));
      expect(received.headers['x-webhook-signature']).toBe(hmac(secret, received.body));
      expect(received.headers['content-type']).toBe('application/json');
      expect(JSON.stringify(JSON.parse(received.body))).toBe(received.body);
    }
    const success = receiver.events.find(({ event }) => event === 'payment.success');
    expect(success).toMatchObject({
      version: 3,
      mode: 'test',
      data: { payment: { id: payment.id, status: 'success' } },
    });
  });

  it('a failed delivery is retried on schedule with the same id and bytes, and its attempts are stored', async () => {
    const { id, secret } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => response.writeHead(receiver.received.length < 4 ? 500 : 200).end('tried');
    await gateway.pay((await gateway.order()).id);
    for (let attempt = 1; attempt < 4; attempt++) {
      const delivery = await attempted(id, 'payment.created', attempt);
      expect(delivery).toMatchObject({ status: 'pending', response_code: 500 });
      const waits = Date.parse(delivery.next_retry_at) - Date.parse(delivery.last_attempt_at);
      expect(waits).toBeGreaterThanOrEqual([60, 300, 1800][attempt - 1]! * 1000);
      expect(waits).toBeLessThanOrEqual([60, 300, 1800][attempt - 1]! * 1100 + 5_000);
      await gateway.makeDue('webhook_logs', delivery.id, 'next_retry_at');
    }
    const delivery = await settled(id, 'payment.created');
    expect(delivery).toMatchObject({ status: 'success', attempts: 4, response_code: 200, next_retry_at: null });
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    for (const received of receiver.received) expect(standard(secret, received)).toBeTruthy();
    const { json } = await gateway.api.get(`/api/v1/webhooks/${delivery.id}`);
    expect(json.history.map((attempt: { response_code: number }) => attempt.response_code)).toEqual([
      500, 500, 500, 200,
    ]);
    expect(json.request_body).toBe(receiver.received[0]?.body);
    expect(json.history[0]).toMatchObject({ response_body: 'tried', error: 'unsuccessful_response' });
    expect(JSON.stringify(json)).not.toContain(secret);
  });

  it('a delivery has no more attempts than the schedule', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => response.writeHead(503).end();
    await gateway.pay((await gateway.order()).id);
    for (let attempt = 1; attempt < 5; attempt++) {
      const delivery = await attempted(id, 'payment.created', attempt);
      await gateway.makeDue('webhook_logs', delivery.id, 'next_retry_at');
    }
    expect(await settled(id, 'payment.created')).toMatchObject({ status: 'failed', attempts: 5, next_retry_at: null });
    expect(receiver.received).toHaveLength(5);
  });

  it.each([
    ['a redirect', 302, {}],
    ['an error', 400, {}],
  ])('%s is a failure, and is never followed', async (_, status, headers) => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_request, response) =>
      response.writeHead(status, { Location: `${receiver.url}/inside`, ...headers }).end();
    await gateway.pay((await gateway.order()).id);
    expect(await attempted(id, 'payment.created')).toMatchObject({ status: 'pending', response_code: status });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks']);
  });

  it.each<[string, string, Receiver['behave']]>([
    ['hangs', 'timeout', () => undefined],
    ['resets the connection', 'connection_reset', (_, response) => void response.destroy()],
  ])('a receiver that %s fails the attempt with %s', async (_, error, behave) => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = behave;
    await gateway.pay((await gateway.order()).id);
    expect(await attempted(id, 'payment.created')).toMatchObject({ status: 'pending', response_code: null, error });
  });

  it.each<[string, Receiver['behave']]>([
    ['100 Continue before it', (_, response) => (response.writeContinue(), response.writeHead(200).end())],
    [
      'a truncated body',
      (_, response) => response.writeHead(202, { 'Content-Length': 10 }).write('abc', () => response.destroy()),
    ],
    ['a body that never ends', (_, response) => response.writeHead(200).write('abc')],
    [
      'a 204 with a body',
      (_, response) => response.socket?.write('HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok'),
    ],
  ])('a 2xx with %s is a success, sent once', async (_, behave) => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = behave;
    await gateway.pay((await gateway.order()).id);
    expect(await settled(id, 'payment.created')).toMatchObject({ status: 'success', attempts: 1 });
    expect(receiver.received).toHaveLength(1);
  });

  it('the merchant’s own headers are sent, stored encrypted, logged without values, replaced and removed', async () => {
    const { id } = await endpoint({ events: ['payment.created'], headers: { Authorization: 'Basic c2hvcDpwYXNz' } });
    const path = `/api/v1/webhook-endpoints/${id}`;
    const sentWith = async () => {
      const before = receiver.received.length;
      await gateway.pay((await gateway.order()).id);
      await waitFor(() => receiver.received.length > before);
      return receiver.received[before]?.headers;
    };
    expect(await sentWith()).toMatchObject({ authorization: 'Basic c2hvcDpwYXNz', 'content-type': 'application/json' });
    const { id: deliveryId } = await settled(id, 'payment.created');
    const { history } = (await gateway.api.get(`/api/v1/webhooks/${deliveryId}`)).json;
    expect(history[0].request_headers).toMatchObject({ Authorization: '[hidden]', 'Content-Type': 'application/json' });
    const replaced = await gateway.api.patch(path, { headers: { 'X-Tenant': 'seven' } });
    expect(replaced.json).toMatchObject({ header_names: ['X-Tenant'], version: 2 });
    const { rows } = await gateway.db.query('SELECT to_jsonb(w) AS row FROM webhook_endpoints w WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain('seven');
    const next = await sentWith();
    expect([next?.['x-tenant'], next?.authorization]).toEqual(['seven', undefined]);
    expect((await gateway.api.patch(path, { headers: null })).json).toMatchObject({ header_names: [], version: 3 });
    expect((await sentWith())?.['x-tenant']).toBeUndefined();
    const refused = await gateway.api.patch(path, { headers: { Host: 'inside' } });
    expect(refused.json.error).toMatchObject({ code: 'BAD_REQUEST_ERROR', field: 'headers' });
  });

  it('a 410 of the endpoint’s previous URL disables nothing', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    const moved = await Receiver.start();
    receiver.behave = (_, response) =>
      void gateway.api
        .patch(`/api/v1/webhook-endpoints/${id}`, { url: moved.url })
        .then(() => response.writeHead(410).end());
    await gateway.pay((await gateway.order()).id);
    expect(await settled(id, 'payment.created')).toMatchObject({ status: 'failed', response_code: 410 });
    await gateway.pay((await gateway.order()).id);
    await waitFor(() => moved.received.length === 1);
    await moved.stop();
  });

  it('Retry-After is honoured up to the step after next', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => response.writeHead(429, { 'Retry-After': '86400' }).end();
    await gateway.pay((await gateway.order()).id);
    const delivery = await attempted(id, 'payment.created');
    const waits = Date.parse(delivery.next_retry_at) - Date.parse(delivery.last_attempt_at);
    expect(waits).toBeGreaterThanOrEqual(300_000);
    expect(waits).toBeLessThan(340_000);
  });

  it('410 disables the endpoint, fails its pending deliveries, and notifies the other endpoints', async () => {
    const { id } = await endpoint();
    const witness = await Receiver.start();
    await gateway.api.post('/api/v1/webhook-endpoints', { url: witness.url, events: ['endpoint.disabled'] });
    receiver.behave = (_, response) => response.writeHead(410).end();
    await gateway.pay((await gateway.order()).id);
    await waitFor(() => witness.events.some(({ data }) => data['endpoint']?.id === id));
    expect((await gateway.api.get(`/api/v1/webhook-endpoints/${id}`)).json).toMatchObject({ enabled: false });
    await gateway.captured();
    // One that was written or sent while the endpoint was disabled fails with its own attempt.
    await waitFor(async () => {
      const { rows } = await gateway.db.query(`SELECT DISTINCT status FROM webhook_logs WHERE endpoint_id = $1`, [id]);
      return rows.length === 1 && rows[0].status === 'failed';
    });
    await witness.stop();
  });

  it('an endpoint that has failed for five days and twelve attempts is disabled', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => response.writeHead(500).end();
    await gateway.db.query(
      `UPDATE webhook_endpoints SET failing_since = now() - interval '6 days', failed_attempts = 11 WHERE id = $1`,
      [id],
    );
    await gateway.pay((await gateway.order()).id);
    expect(await settled(id, 'payment.created')).toMatchObject({ status: 'failed' });
    expect((await gateway.api.get(`/api/v1/webhook-endpoints/${id}`)).json).toMatchObject({ enabled: false });
  });

  it('during a rotation both signatures are sent, after the overlap only the new one', async () => {
    const { id, secret: old } = await endpoint({ events: ['payment.created'] });
    const { json: rotated } = await gateway.api.post(`/api/v1/webhook-endpoints/${id}/rotate-secret`, {
      overlap: 3600,
    });
    await gateway.pay((await gateway.order()).id);
    const [during] = await waitFor(() => receiver.received.length === 1 && receiver.received);
    expect(standard(rotated.secret, during!)).toBeTruthy();
    expect(standard(old, during!)).toBeTruthy();
    expect(during!.headers['x-webhook-signature']).toBe(hmac(rotated.secret, during!.body));
    expect(during!.headers['x-webhook-signature-previous']).toBe(hmac(old, during!.body));
    await gateway.db.query(`UPDATE webhook_endpoints SET previous_secret_until = now() WHERE id = $1`, [id]);
    await gateway.pay((await gateway.order()).id);
    const after = await waitFor(() => receiver.received[1]);
    expect(standard(rotated.secret, after)).toBeTruthy();
    expect(() => standard(old, after)).toThrow();
    expect(after.headers['x-webhook-signature-previous']).toBeUndefined();
  });

  it('if a worker is killed during a delivery, another continues: same id, counted as one attempt', async () => {
    const { id } = await endpoint({ events: ['payment.created'] });
    receiver.behave = (_, response) => void (receiver.received.length > 1 && response.writeHead(200).end());
    await gateway.pay((await gateway.order()).id);
    await waitFor(() => receiver.received.length === 1);
    await gateway.workers.at(-1)?.kill();
    await gateway.startWorker();
    const delivery = await deliveryOf(id, 'payment.created');
    await gateway.makeDue('webhook_logs', delivery.id, 'lease_until');
    expect(await settled(id, 'payment.created')).toMatchObject({ status: 'success', attempts: 2 });
    const [first, second] = receiver.received;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
  });
});
