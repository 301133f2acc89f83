import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '../../src/messaging/events/event-types.js';
import { attemptHeaders } from '../../src/messaging/webhooks/deliveries/signature.js';
import { newKey } from '../support/client.js';
import {
  conformEvent,
  ConformingClient,
  covered,
  examplesOf,
  openApi,
  type Operation,
  operationOf,
  validate,
} from '../support/conformance.js';
import { sources } from '../support/documents.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
    method.toUpperCase(),
    path,
    operation,
  ]),
);

/** Sign-in and what belongs to it, and reports of browsers: no merchant, whose keys an Idempotency-Key is one of. */
const OF_A_PERSON = /^\/api\/v1\/(auth|sessions|second-factor|passkeys|policy-reports)(\/|$)/;

describe('openapi.yml', () => {
  it('is OpenAPI 3.1 with unique, described operations and resolvable references', () => {
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
      if (!['POST', 'PATCH', 'DELETE'].includes(method) || OF_A_PERSON.test(path)) continue;
      expect([path, parameters.map(({ name }) => name)]).toEqual([path, expect.arrayContaining(['Idempotency-Key'])]);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '409', '422', '503']));
    }
  });
});

describe('the examples of openapi.yml', () => {
  const named = operations.map(([, , operation]): [string, Operation] => [operation.operationId, operation]);

  it.each(named)('%s: an example of the request and of each response, valid by the schema', (id, operation) => {
    const asked = Object.values(operation.requestBody?.content ?? {}).map((media) => ['request', media] as const);
    const answered = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
      Object.values(content).map((media) => [status, media] as const),
    );
    expect(answered.length).toBeGreaterThanOrEqual(Object.keys(operation.responses).length);
    for (const [what, media] of [...asked, ...answered]) {
      const examples = examplesOf(media);
      expect([what, examples]).not.toEqual([what, []]);
      for (const example of examples) validate(`${id} ${what}`, media.schema, example);
    }
  });

  it.each(named)('%s: every response has a description, every error code an example', (_, { tags, responses }) => {
    expect(openApi.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(tags));
    for (const { description, content } of Object.values(responses)) {
      expect(description).toMatch(/\S/);
      const codes = [...description.matchAll(/`([A-Z_]+)`: /g)].map(([, code]) => code);
      if (codes.length === 0) continue;
      const shown = examplesOf(content!['application/json']!) as { error: { code: string; description: string } }[];
      expect(shown.map(({ error }) => error.code)).toEqual(codes);
    }
  });

  it('errors have descriptions that occur in the code', () => {
    // Without the code of the document; two controllers throw their own errors.
    const code = sources('api/src', /openapi|operation|(?<!metrics|test-merchant)\.controller\.ts$/);
    const composed = /^(amount must|limit must|These credentials may not|verbose is not a parameter)/;
    for (const [, { responses }] of named) {
      for (const media of Object.values(responses).flatMap(({ content = {} }) => Object.values(content))) {
        for (const example of examplesOf(media) as { error?: { description: string } }[]) {
          const words = example.error?.description;
          if (words && !composed.test(words)) expect([words, code.includes(words)]).toEqual([words, true]);
        }
      }
    }
  });

  it('sessions name their merchant, limited operations their limits, and no token is called a JWT', () => {
    for (const [id, { security = [], parameters = [], responses }] of named) {
      const session = security.some((one) => 'Session' in one);
      expect([id, parameters.some(({ name }) => name === 'X-Merchant-Id')]).toEqual([id, session]);
      for (const [status, { headers = {} }] of Object.entries(responses)) {
        if (['409', '429'].includes(status)) expect(Object.keys(headers)).toContain('Retry-After');
        if (status === '429') expect(Object.keys(headers)).toContain('RateLimit-Remaining');
        for (const { $ref } of Object.values(headers)) {
          expect(Object.keys(openApi.components.headers)).toContain($ref.slice($ref.lastIndexOf('/') + 1));
        }
      }
    }
    expect(JSON.stringify(openApi.components.securitySchemes)).not.toContain('JWT');
  });

  it.each(Object.entries(openApi.webhooks))('%s: a webhook body that its headers verify', (type, { post }) => {
    const [body] = examplesOf(post.requestBody!.content['application/json']!);
    conformEvent(type, JSON.stringify(body));
    const shown = Object.fromEntries((post.parameters ?? []).map(({ name, example }) => [name, example]));
    const secret = examplesOf(
      operationOf('POST', '/api/v1/webhook-endpoints')!.responses['201']!.content!['application/json']!,
    );
    const signed = attemptHeaders({
      eventId: (body as { id: string }).id,
      body: JSON.stringify(body),
      timestampSeconds: Number(shown['webhook-timestamp']),
      secret: (secret[0] as { secret: string }).secret,
    });
    expect(shown['webhook-signature']?.split(' ')[0]).toBe(signed['webhook-signature']);
    expect(shown['X-Webhook-Signature']).toBe(signed['X-Webhook-Signature']);
    expect(shown['X-Webhook-Signature-Previous']).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('every response is one that openapi.yml describes', () => {
  let gateway: Gateway;
  let api: ConformingClient;
  let shopper: ConformingClient;
  beforeAll(async () => {
    gateway = await Gateway.start();
    api = new ConformingClient(gateway.baseUrl, { key: 'key_test_abc123', secret: 'secret_test_xyz789' });
    shopper = new ConformingClient(gateway.baseUrl);
  });
  afterAll(() => gateway.stop());

  it('in a run through every operation and its refusals', async () => {
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
    await api.post(`/api/v1/payments/${upi.id}/refunds`, { amount: 100 });
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

    await api.get('/api/v1/connectors');
    await api.get('/api/v1/connector-accounts');
    const connection = { connector: 'simulated', label: 'Cards', methods: ['card'], currencies: ['INR'], priority: 1 };
    const account = (await api.post('/api/v1/connector-accounts', connection)).json;
    await api.get(`/api/v1/connector-accounts/${account.id}`);
    await api.patch(`/api/v1/connector-accounts/${account.id}`, { methods: null });
    await api.post(`/api/v1/connector-accounts/${account.id}/test`);
    await api.get('/api/v1/routing-rules');
    const rule = { name: 'Cards', methods: ['card'], currencies: ['INR'], min_amount: 100, accounts: [account.id] };
    await api.call('PUT', '/api/v1/routing-rules', { version: 0, rules: [rule], retry_elsewhere: ['card_declined'] });
    await api.get('/api/v1/routing-rules/explain?amount=50000&method=card');
    await api.delete(`/api/v1/connector-accounts/${account.id}`);

    for (const path of ['/health', '/health/live', '/health/ready', '/metrics']) await shopper.get(path);
    for (const path of ['queue/status', 'test/jobs/status', 'test/merchant']) await shopper.get(`/api/v1/${path}`);

    // Operations with an id get an unknown one, and private operations get invalid credentials.
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

  it('and every webhook body as well', async () => {
    const { rows } = await gateway.db.query<{ type: string; payload: string }>('SELECT type, payload FROM events');
    expect(rows.length).toBeGreaterThan(10);
    for (const { type, payload } of rows) conformEvent(type, payload);
  });
});

/** A body that passes validation, so that the response depends on the id or the credentials. */
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
