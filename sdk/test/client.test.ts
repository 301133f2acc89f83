import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentGateway, type PaymentGatewayError, type PaymentGatewayOptions } from '@payment-gateway/sdk';
import * as sdk from '@payment-gateway/sdk';
import { openApiDocument } from '../../api/test/support/openapi-document.js';
import { broken, brokenOff, failure, json, ScriptedServer, silent, stalled } from './support/server.js';

const ORDER = { id: 'order_1', amount: 100, amount_due: 100, notes: { first_name: 'Asha' } };
const KEY = { apiKey: 'key_test_1', apiSecret: 'secret_test_1' };
/** Retry at once: the server demands no wait. */
const NOW = { 'Retry-After': '0' };

describe('the client', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.stop());

  const client = (options: PaymentGatewayOptions = KEY) => new PaymentGateway({ baseUrl: server.url, ...options });
  const caught = async (call: PromiseLike<unknown>) =>
    Promise.resolve(call).then(
      () => Promise.reject(new Error('no error')),
      (error: unknown) => error as PaymentGatewayError,
    );

  describe('credentials', () => {
    it.each<[string, PaymentGatewayOptions, Record<string, string | undefined>]>([
      ['a key', KEY, { 'x-api-key': 'key_test_1', 'x-api-secret': 'secret_test_1', authorization: undefined }],
      [
        'a session',
        { sessionToken: 'session_1', merchantId: 'm1' },
        { authorization: 'Bearer session_1', 'x-merchant-id': 'm1', 'x-api-key': undefined },
      ],
      ['nobody', {}, { authorization: undefined, 'x-api-key': undefined }],
    ])('%s', async (_, options, headers) => {
      server.answers(json(ORDER));
      await client(options).getOrder('order_1');
      expect(server.received[0]?.headers).toMatchObject(
        Object.fromEntries(Object.entries(headers).filter(([, value]) => value)),
      );
      for (const [name, value] of Object.entries(headers))
        if (!value) expect(server.received[0]?.headers).not.toHaveProperty(name);
    });

    it('half a key is refused at once', () => {
      expect(() => client({ apiKey: 'key_test_1' })).toThrow('apiKey and apiSecret are needed together');
    });

    it('a trailing slash of the base url is ignored', async () => {
      server.answers(json(ORDER));
      await new PaymentGateway({ ...KEY, baseUrl: `${server.url}//` }).getOrder('order_1');
      expect(server.received[0]?.url).toBe('/api/v1/orders/order_1');
    });
  });

  describe('requests and responses', () => {
    it('are camelCase here and snake_case on the wire, except the keys of notes', async () => {
      server.answers(json(ORDER, 201));
      const order = await client().createOrder({
        amount: 100,
        currency: 'INR',
        expiresIn: 60,
        notes: { firstName: 'Asha', last_name: 'Rao' },
      });
      expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
        amount: 100,
        currency: 'INR',
        expires_in: 60,
        notes: { firstName: 'Asha', last_name: 'Rao' },
      });
      expect(order).toEqual({ id: 'order_1', amount: 100, amountDue: 100, notes: { first_name: 'Asha' } });
    });

    it('work through the short names', async () => {
      server.answers(json({}, 201));
      const gateway = client();
      await gateway.createPayment({ orderId: 'order_1', method: 'upi', vpa: 'asha@upi' });
      await gateway.createRefund({ paymentId: 'pay_1', amount: 5 });
      await gateway.capturePayment('pay_1', { amount: 5 });
      await gateway.cancelPayment('pay_1');
      await gateway.getQueueStatus();
      await gateway.healthCheck();
      expect(server.received.map(({ method, url, body }) => [method, url, body])).toEqual([
        ['POST', '/api/v1/payments', '{"order_id":"order_1","method":"upi","vpa":"asha@upi"}'],
        ['POST', '/api/v1/refunds', '{"payment_id":"pay_1","amount":5}'],
        ['POST', '/api/v1/payments/pay_1/capture', '{"amount":5}'],
        ['POST', '/api/v1/payments/pay_1/cancel', ''],
        ['GET', '/api/v1/queue/status', ''],
        ['GET', '/health', ''],
      ]);
    });

    it('a payment’s charges come in one response, in camelCase', async () => {
      const charge = { id: 'chg_1', account_label: 'Cards', status: 'approved', connector_reference: 'ch_9' };
      server.answers(json({ data: [charge] }));
      const { data } = await client().payments.listCharges('pay_1');
      expect(server.received.map(({ method, url }) => [method, url])).toEqual([
        ['GET', '/api/v1/payments/pay_1/charges'],
      ]);
      expect(data).toEqual([{ id: 'chg_1', accountLabel: 'Cards', status: 'approved', connectorReference: 'ch_9' }]);
    });

    it('an id is one path segment, and an empty one is refused', async () => {
      server.answers(json(ORDER));
      await client().getOrder('../payments?x=1');
      expect(server.received[0]?.url).toBe('/api/v1/orders/..%2Fpayments%3Fx%3D1');
      expect(() => client().getOrder('')).toThrow('An id is needed');
    });

    it('every operation of openapi.yml exists, as noun and verb', async () => {
      const document = (await openApiDocument()) as {
        paths: Record<string, Record<string, { operationId: string }>>;
      };
      const ids = Object.values(document.paths).flatMap((methods) =>
        Object.values(methods).map(({ operationId }) => operationId.split('_')),
      );
      expect(ids.length).toBeGreaterThan(40);
      const gateway = client() as unknown as Record<string, Record<string, unknown>>;
      for (const [noun = '', verb = ''] of ids)
        expect([noun, verb, typeof gateway[noun]?.[verb]]).toEqual([noun, verb, 'function']);
    });
  });

  describe('retries', () => {
    it.each([
      ['a broken connection', broken],
      ['a truncated body', brokenOff],
      [
        'a body that is not JSON',
        (response: Parameters<typeof broken>[0]) => void response.writeHead(200).end('{"id":'),
      ],
      ['409', failure(409, 'CONFLICT_ERROR', {}, NOW)],
      ['429', failure(429, 'RATE_LIMIT_ERROR', {}, NOW)],
      ['500', failure(500, 'SERVER_ERROR', {}, NOW)],
      ['503', failure(503, 'SERVICE_UNAVAILABLE', {}, NOW)],
      [
        'a response of a proxy',
        (response: Parameters<typeof broken>[0]) => void response.writeHead(502, NOW).end('<html>'),
      ],
    ])('after %s, with the same idempotency key', async (_, fault) => {
      server.answers(fault, fault, json(ORDER, 201));
      await client().createOrder({ amount: 100 });
      const keys = server.received.map(({ headers }) => headers['idempotency-key']);
      expect(keys).toHaveLength(3);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    });

    it.each([400, 401, 403, 404, 422])('not after %i', async (status) => {
      server.answers(failure(status, 'SOME_ERROR'));
      await caught(client().createOrder({ amount: 100 }));
      expect(server.received).toHaveLength(1);
    });

    it('as often as configured, then the error', async () => {
      server.answers(failure(500, 'SERVER_ERROR', {}, NOW));
      expect((await caught(client({ ...KEY, maxRetries: 0 }).getOrder('x'))).status).toBe(500);
      expect(server.received).toHaveLength(1);
      await caught(client().orders.get('x', { maxRetries: 1 }));
      expect(server.received).toHaveLength(3);
    });

    it('wait as long as the server demands, and fail at once if that is too long', async () => {
      server.answers(failure(429, 'RATE_LIMIT_ERROR', {}, { 'Retry-After': '1' }), json(ORDER));
      const begin = Date.now();
      await client().getOrder('x');
      expect(Date.now() - begin).toBeGreaterThanOrEqual(990);
      server.answers(failure(429, 'RATE_LIMIT_ERROR', {}, { 'Retry-After': '2' }));
      const error = await caught(client({ ...KEY, maxRetryDelay: 1_000 }).getOrder('x'));
      expect([error.retryAfter, server.received.length]).toEqual([2, 1]);
    });

    it('two calls have two keys, the caller’s own key is used, and reads have none', async () => {
      server.answers(json(ORDER, 201));
      const gateway = client();
      await gateway.createOrder({ amount: 100 });
      await gateway.createOrder({ amount: 100 });
      await gateway.createOrder({ amount: 100 }, { idempotencyKey: 'mine' });
      await gateway.createRefund({ paymentId: 'p', amount: 100, idempotencyKey: 'in the body' });
      await gateway.getOrder('x');
      const keys = server.received.map(({ headers }) => headers['idempotency-key']);
      expect([keys[0] === keys[1], ...keys.slice(2)]).toEqual([false, 'mine', 'in the body', undefined]);
    });

    it('end if a response takes too long, or if the caller aborts', async () => {
      server.answers(silent);
      const late = await caught(client({ ...KEY, timeout: 50, maxRetries: 1 }).createOrder({ amount: 100 }));
      expect([late instanceof sdk.ConnectionError, late.code, server.received.length]).toEqual([
        true,
        'CONNECTION_ERROR',
        2,
      ]);
      expect(late.description).toContain('no response within 50 ms');
      expect(late.idempotencyKey).toBe(server.received[0]?.headers['idempotency-key']);
      const stop = new AbortController();
      const stopped = caught(client().orders.get('x', { signal: stop.signal }));
      stop.abort(new Error('enough'));
      expect((await stopped).message).toBe('enough');
    });
  });

  describe('an incomplete body', () => {
    it.each([
      ['stalls', stalled, 'no response within 100 ms'],
      ['breaks off', brokenOff, 'POST'],
    ])('it %s: a connection error with the key for a retry', async (_, fault, words) => {
      server.answers(fault);
      const error = await caught(client({ ...KEY, timeout: 100, maxRetries: 1 }).createOrder({ amount: 100 }));
      expect(error).toBeInstanceOf(sdk.ConnectionError);
      expect(error.description).toContain(words);
      const keys = server.received.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
      expect(keys).toEqual([error.idempotencyKey, error.idempotencyKey]);
    });

    it('an error’s body that stalls still has its status', async () => {
      server.answers((response) => void response.writeHead(400).write('{"error":'));
      expect((await caught(client({ ...KEY, timeout: 100 }).getOrder('x'))).status).toBe(400);
    });

    it('the caller’s own signal ends the read', async () => {
      server.answers(stalled);
      const stop = new AbortController();
      const stopped = caught(client().orders.get('x', { signal: stop.signal }));
      setTimeout(() => stop.abort(new Error('enough')), 50);
      expect((await stopped).message).toBe('enough');
    });

    it('a stream that breaks off in the middle', async () => {
      server.answers((response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        response.write('event: change\ndata: {}\n\n', () => response.socket?.destroy());
      });
      const types: string[] = [];
      const read = async () => {
        for await (const { event } of client({}).publicPayments.stream('pay_1')) types.push(event);
      };
      expect(await caught(read())).toBeInstanceOf(sdk.ConnectionError);
      expect(types).toEqual(['change']);
    });
  });

  describe('errors', () => {
    it.each<[number, string, keyof typeof sdk]>([
      [400, 'BAD_REQUEST_ERROR', 'InvalidRequestError'],
      [400, 'INVALID_VPA', 'InstrumentError'],
      [400, 'INVALID_CARD', 'InstrumentError'],
      [400, 'EXPIRED_CARD', 'InstrumentError'],
      [401, 'AUTHENTICATION_ERROR', 'AuthenticationError'],
      [403, 'PERMISSION_ERROR', 'PermissionError'],
      [404, 'NOT_FOUND_ERROR', 'NotFoundError'],
      [409, 'CONFLICT_ERROR', 'ConflictError'],
      [422, 'IDEMPOTENCY_ERROR', 'IdempotencyError'],
      [429, 'RATE_LIMIT_ERROR', 'RateLimitError'],
      [500, 'SERVER_ERROR', 'ServerError'],
      [503, 'SERVICE_UNAVAILABLE', 'ServerError'],
    ])('%i %s is a %s', async (status, code, name) => {
      server.answers(failure(status, code, { field: 'amount', reason: 'because' }));
      const error = await caught(client({ ...KEY, maxRetries: 0 }).createOrder({ amount: 1 }, { idempotencyKey: 'k' }));
      expect(error).toBeInstanceOf(sdk[name]);
      expect(error).toBeInstanceOf(sdk.PaymentGatewayError);
      expect({ ...error }).toMatchObject({
        name,
        code,
        status,
        description: `It is ${code}`,
        field: 'amount',
        reason: 'because',
        requestId: 'req-1',
        idempotencyKey: 'k',
      });
    });

    it('a redirect is not followed, because it would leak the credentials', async () => {
      server.answers((response) => void response.writeHead(302, { Location: `${server.url}/elsewhere` }).end());
      const error = await caught(client({ ...KEY, maxRetries: 0 }).getOrder('x'));
      expect([error.status, server.received.length]).toEqual([302, 1]);
    });

    it('no server: a connection error that names the address', async () => {
      const error = await caught(
        new PaymentGateway({ ...KEY, baseUrl: 'http://127.0.0.1:9', maxRetries: 0 }).getOrder('x'),
      );
      expect(error).toBeInstanceOf(sdk.ConnectionError);
      expect(error.description).toContain('http://127.0.0.1:9/api/v1/orders/x');
    });
  });

  describe('in a browser', () => {
    const inBrowser = (hostname: string, work: () => void) => {
      Object.assign(globalThis, { window: {}, document: {}, location: { hostname } });
      try {
        work();
      } finally {
        for (const name of ['window', 'document', 'location']) Reflect.deleteProperty(globalThis, name);
      }
    };

    it('a secret is refused', () => {
      inBrowser('shop.example', () => expect(() => client()).toThrow('must never reach a browser'));
      inBrowser('localhost', () =>
        expect(() => client({ apiKey: 'key_live_1', apiSecret: 'secret_live_1' })).toThrow(
          'must never reach a browser',
        ),
      );
      inBrowser('shop.example', () => expect(() => client({})).not.toThrow());
    });
  });
});
