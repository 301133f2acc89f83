import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '../src/events/event-types.js';
import { conformEvent, ConformingClient, covered, openApi, type Operation } from './support/conformance.js';
import { newKey } from './support/client.js';
import { cardOf, Gateway } from './support/gateway.js';
import { waitFor } from './support/processes.js';

const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
    method.toUpperCase(),
    path,
    operation,
  ]),
);

describe('the document', () => {
  it('is OpenAPI 3.1, each operation named once and described, every reference resolvable', () => {
    expect(openApi.openapi).toBe('3.1.0');
    const ids = operations.map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, , { summary }] of operations) expect(summary).toEqual(expect.any(String));
    const references = [...JSON.stringify(openApi).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    for (const [, name = ''] of references) expect(Object.keys(openApi.components.schemas)).toContain(name);
    expect(Object.keys(openApi.webhooks)).toEqual(EVENT_TYPES);
  });

  it('names the idempotency header and its errors on every write', () => {
    for (const [method, path, { parameters = [], responses }] of operations) {
      if (!['POST', 'PATCH', 'DELETE'].includes(method) || path.startsWith('/api/v1/auth/')) continue;
      expect([path, parameters.map(({ name }) => name)]).toEqual([path, expect.arrayContaining(['Idempotency-Key'])]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '409', '422', '503']));
    }
  });
});

describe('every answer is one that the document describes', () => {
  let gateway: Gateway;
  let api: ConformingClient;
  let shopper: ConformingClient;
  beforeAll(async () => {
    gateway = await Gateway.start();
    api = new ConformingClient(gateway.baseUrl, { key: 'key_test_abc123', secret: 'secret_test_xyz789' });
    shopper = new ConformingClient(gateway.baseUrl);
  });
  afterAll(() => gateway.stop());

  it('along a walk through every operation and its refusals', async () => {
    const inbox = (await api.post('/api/v1/webhook-endpoints', { kind: 'inbox', description: 'all' })).json;
    const order = (
      await api.post('/api/v1/orders', { amount: 50_000, notes: { a: 'b' }, expires_in: 3600 }, { key: newKey() })
    ).json;
    const upi = (await api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'success@upi' })).json;
    await gateway.payment(upi.id);
    await api.get(`/api/v1/payments/${upi.id}`);
    await shopper.get(`/api/v1/payments/${upi.id}/public`);
    await api.get(`/api/v1/orders/${order.id}`);
    await shopper.get(`/api/v1/orders/${order.id}/public`);

    const stepUp = (await api.post('/api/v1/orders', { amount: 100, capture: 'manual' })).json;
    const body = { order_id: stepUp.id, method: 'card', card: cardOf('4000000000003220') };
    const otp = (await shopper.post('/api/v1/payments/public', body, { key: newKey() })).json;
    await gateway.payment(otp.id, ['requires_action']);
    await api.get(`/api/v1/payments/${otp.id}`);
    await shopper.get(`/api/v1/payments/${otp.id}/public`);
    await shopper.post(`/api/v1/payments/${otp.id}/action`, { otp: '000000' });
    await shopper.post(`/api/v1/payments/${otp.id}/action`, { otp: '123456' });
    await api.post(`/api/v1/payments/${otp.id}/capture`, { amount: 60 });

    const intent = (await api.post('/api/v1/orders', { amount: 200 })).json;
    const waiting = (await api.post('/api/v1/payments', { order_id: intent.id, method: 'upi', flow: 'intent' })).json;
    await gateway.payment(waiting.id, ['requires_action']);
    await api.get(`/api/v1/payments/${waiting.id}`);
    await api.post(`/api/v1/payments/${waiting.id}/cancel`);
    await api.post(`/api/v1/orders/${intent.id}/cancel`);

    const refund = (await api.post('/api/v1/refunds', { payment_id: upi.id, amount: 100, reason: 'x' })).json;
    await api.post(`/api/v1/payments/${upi.id}/refunds`, {});
    await gateway.refund(refund.id);
    await api.get(`/api/v1/refunds/${refund.id}`);
    for (const list of ['orders', 'payments', 'refunds', 'events', 'webhook-endpoints', 'webhooks']) {
      await api.get(`/api/v1/${list}?limit=2`);
      await api.get(`/api/v1/${list}?limit=0`);
    }

    const { data } = (await api.get(`/api/v1/events?type=payment.created`)).json;
    await api.get(`/api/v1/events/${data[0].id}`);
    await api.post(`/api/v1/events/${data[0].id}/resend`, { endpoint_id: inbox.id });
    await api.get(`/api/v1/webhook-endpoints/${inbox.id}`);
    await api.patch(`/api/v1/webhook-endpoints/${inbox.id}`, { description: null });
    await api.post(`/api/v1/webhook-endpoints/${inbox.id}/rotate-secret`, {});
    await api.post(`/api/v1/webhook-endpoints/${inbox.id}/test`, {});
    await api.post(`/api/v1/webhook-endpoints/${inbox.id}/replay`, { since: '2020-01-01T00:00:00Z', only: 'all' });
    const delivery = await waitFor(async () => (await api.get('/api/v1/webhooks?status=success')).json.data[0]);
    await api.get(`/api/v1/webhooks/${delivery.id}`);
    await api.post(`/api/v1/webhooks/${delivery.id}/retry`);
    await api.delete(`/api/v1/webhook-endpoints/${inbox.id}`);

    for (const path of ['/health', '/health/live', '/health/ready', '/metrics']) await shopper.get(path);
    for (const path of ['queue/status', 'test/jobs/status', 'test/merchant']) await shopper.get(`/api/v1/${path}`);

    // Everything that takes an id answers a made-up one, and everything private refuses nobody's credentials.
    for (const [method, template, { operationId }] of operations) {
      const path = template.replace('{id}', template.includes('/webhooks/') ? randomUUID() : 'pay_0000000000000000');
      const payload = method === 'GET' || method === 'DELETE' ? undefined : sampleBody(operationId);
      if (template.includes('{id}')) await api.call(method, path, payload);
      if (path.startsWith('/api/v1') && !path.endsWith('/stream')) await shopper.call(method, path, payload);
    }
    const answered = new Set([...covered].map((entry) => entry.split(' ')[0]));
    const missed = operations.map(([, , { operationId }]) => operationId).filter((id) => !answered.has(id));
    expect(missed.filter((id) => id !== 'events_follow')).toEqual([]);
  });

  it('and so is every webhook body', async () => {
    const { rows } = await gateway.db.query<{ type: string; payload: string }>('SELECT type, payload FROM events');
    expect(rows.length).toBeGreaterThan(10);
    for (const { type, payload } of rows) conformEvent(type, payload);
  });
});

/** What a write needs to get past validation, so that the id or the credentials are what is judged. */
function sampleBody(operationId: string): object {
  switch (operationId) {
    case 'orders_create':
      return { amount: 1000 };
    case 'payments_create':
    case 'publicPayments_create':
      return { order_id: 'order_0000000000000000', method: 'upi', vpa: 'success@upi' };
    case 'publicPayments_answer':
      return { otp: '123456' };
    case 'refunds_create':
      return { payment_id: 'pay_0000000000000000' };
    case 'endpoints_create':
      return { kind: 'inbox' };
    case 'endpoints_replay':
      return { since: '2020-01-01T00:00:00Z', only: 'all' };
    default:
      return {};
  }
}
