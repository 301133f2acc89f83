import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentGateway, PaymentGatewayError, type PaymentGatewayOptions, UsageError } from '@payment-gateway/sdk';
import { failure, json, ScriptedServer } from './support/server.js';

const KEY = { apiKey: 'key_test_1', apiSecret: 'secret_test_1' };
const NEW_YEAR = new Date('2026-01-01T00:00:00Z');
/** For calls from JavaScript, without a compiler's checks. */
type Untyped = Record<string, (...args: unknown[]) => Promise<unknown>>;

describe('a call', () => {
  let server: ScriptedServer;
  beforeAll(async () => {
    server = await ScriptedServer.start();
  });
  afterAll(() => server.stop());

  const client = (options: PaymentGatewayOptions = KEY) => new PaymentGateway({ baseUrl: server.url, ...options });
  const untyped = (noun: string) => (client() as unknown as Record<string, Untyped>)[noun] as Untyped;
  const caught = async (call: () => unknown) => {
    const error: unknown = await (async () => call())().catch((thrown: unknown) => thrown);
    if (error instanceof PaymentGatewayError) return error;
    throw new Error('no error of the SDK', { cause: error });
  };

  describe('accepts a Date', () => {
    it('in a query, in a body and in a list of values', async () => {
      server.answers(json({ data: [], next_cursor: null, has_more: false }));
      const gateway = client();
      await gateway.payments.list({ createdFrom: NEW_YEAR, createdTo: '2026-02-01T00:00:00Z' });
      await gateway.statistics.get({ from: NEW_YEAR, to: NEW_YEAR });
      await gateway.endpoints.replay('we_1', { since: NEW_YEAR, only: 'all' });
      expect(server.received.map(({ url, body }) => decodeURIComponent(url) + body)).toEqual([
        '/api/v1/payments?created_from=2026-01-01T00:00:00.000Z&created_to=2026-02-01T00:00:00Z',
        '/api/v1/stats?from=2026-01-01T00:00:00.000Z&to=2026-01-01T00:00:00.000Z',
        '/api/v1/webhook-endpoints/we_1/replay{"since":"2026-01-01T00:00:00.000Z","only":"all"}',
      ]);
    });

    it.each<[string, string, unknown[]]>([
      ['an invalid Date in a query', 'payments.list', [{ createdFrom: new Date('soon') }]],
      ['an invalid Date in a body', 'endpoints.replay', ['we_1', { since: new Date('soon') }]],
      ['an object in a query', 'payments.list', [{ status: { is: 'failed' } }]],
      ['a function in a query', 'payments.list', [{ status: () => 'failed' }]],
      ['a bigint in a body', 'orders.create', [{ amount: 100n }]],
    ])('but sends nothing for %s', async (_, call, args) => {
      server.answers(json({}));
      const [noun = '', verb = ''] = call.split('.');
      expect(await caught(() => untyped(noun)[verb]?.(...args))).toMatchObject({ code: 'USAGE_ERROR' });
      expect(server.received).toEqual([]);
    });
  });

  it('of customers, and changes of orders, payments and refunds are sent to their paths; notes keep their keys', async () => {
    server.answers(json({ id: 'x' }));
    const gateway = client();
    const lineItems = [{ name: 'Tea', quantity: 2, amount: 50 }];
    await gateway.orders.create({ amount: 100, customer: { id: 'cust_1' }, lineItems });
    await gateway.orders.update('order_1', { receipt: null });
    await gateway.payments.update('pay_1', { description: 'Tea', notes: { aKey: 1 } });
    await gateway.refunds.update('rfnd_1', { notes: {} });
    await gateway.customers.create({ name: 'Asha', notes: { aKey: 1 } });
    await gateway.customers.update('cust_1', { email: null });
    await gateway.customers.get('cust_1');
    await gateway.customers.erase('cust_1');
    await gateway.payments.list({ customerId: 'cust_1', moneyState: 'paid' });
    expect(server.received.map(({ method, url, body }) => `${method} ${url} ${body}`.trim())).toEqual([
      'POST /api/v1/orders {"amount":100,"customer":{"id":"cust_1"},"line_items":[{"name":"Tea","quantity":2,"amount":50}]}',
      'PATCH /api/v1/orders/order_1 {"receipt":null}',
      'PATCH /api/v1/payments/pay_1 {"description":"Tea","notes":{"aKey":1}}',
      'PATCH /api/v1/refunds/rfnd_1 {"notes":{}}',
      'POST /api/v1/customers {"name":"Asha","notes":{"aKey":1}}',
      'PATCH /api/v1/customers/cust_1 {"email":null}',
      'GET /api/v1/customers/cust_1',
      'POST /api/v1/customers/cust_1/erase',
      'GET /api/v1/payments?customer_id=cust_1&money_state=paid',
    ]);
  });

  describe('refuses unknown and extra arguments', () => {
    it.each<[string, string, unknown[], RegExp]>([
      [
        'cancelling takes no input',
        'payments.cancel',
        ['pay_1', undefined, { idempotencyKey: 'k' }],
        /takes \(id, options\)/,
      ],
      ['getting takes no input either', 'orders.get', ['order_1', {}, { timeout: 5 }], /takes \(id, options\)/],
      ['a list takes a query and options', 'orders.list', [{}, {}, {}], /takes \(query, options\)/],
      ['an input in place of the options', 'payments.cancel', ['pay_1', { amount: 5 }], /no option amount/],
      ['a snake_case name', 'orders.create', [{ amount: 100 }, { idempotency_key: 'k' }], /no option idempotency_key/],
      ['a key in place of the options', 'payments.cancel', ['pay_1', 'my-key'], /options .* are an object/],
      ['no id', 'orders.get', [], /An id is needed/],
    ])('%s', async (_, call, args, words) => {
      server.answers(json({}));
      const [noun = '', verb = ''] = call.split('.');
      const error = await caught(() => untyped(noun)[verb]?.(...args));
      expect([error instanceof UsageError, error.message]).toEqual([true, expect.stringMatching(words)]);
      expect(server.received).toEqual([]);
    });

    it('the short names pass every argument on', async () => {
      server.answers(json({}));
      const short = client() as unknown as Untyped;
      await caught(() => short['cancelPayment']?.('pay_1', undefined, { idempotencyKey: 'k' }));
      expect(server.received).toEqual([]);
      await short['cancelPayment']?.('pay_1', { idempotencyKey: 'k' });
      expect(server.received[0]?.headers['idempotency-key']).toBe('k');
    });

    it.each([{ apikey: 'k' }, { secret: 's' }, { retries: 1 }])('the client’s options: %j', async (options) => {
      expect(await caught(() => client(options as PaymentGatewayOptions))).toMatchObject({
        code: 'USAGE_ERROR',
        field: Object.keys(options)[0],
      });
    });
  });

  describe('waits as long as Retry-After requires', () => {
    const date = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

    it.each<[string, Record<string, string>, number | undefined]>([
      ['seconds', { 'Retry-After': '7' }, 7],
      [
        'a date, by the clock of the server',
        { 'Retry-After': 'Thu, 01 Jan 2026 00:01:00 GMT', Date: NEW_YEAR.toUTCString() },
        60,
      ],
      ['a date in the past', { 'Retry-After': 'Wed, 31 Dec 2025 00:00:00 GMT', Date: NEW_YEAR.toUTCString() }, 0],
      ['words', { 'Retry-After': 'later' }, undefined],
    ])('%s', async (_, headers, seconds) => {
      server.answers(failure(429, 'RATE_LIMIT_ERROR', {}, headers));
      const error = await caught(() => client({ ...KEY, maxRetries: 0 }).getOrder('x'));
      expect(error.retryAfter).toBe(seconds);
    });

    it('fails at once for a date too far away, and waits for a near one', async () => {
      server.answers(failure(503, 'SERVICE_UNAVAILABLE', {}, { 'Retry-After': date(3600) }));
      const error = await caught(() => client({ ...KEY, maxRetryDelay: 10_000 }).getOrder('x'));
      expect([server.received.length, (error.retryAfter ?? 0) > 3_500]).toEqual([1, true]);
      server.answers(failure(503, 'SERVICE_UNAVAILABLE', {}, { 'Retry-After': date(2) }), json({ id: 'order_1' }));
      const began = Date.now();
      await client().getOrder('x');
      expect(Date.now() - began).toBeGreaterThanOrEqual(900);
    });
  });

  describe('returns the response', () => {
    it('of an object, of a list and of an error', async () => {
      const headers = { 'X-Request-Id': 'req-7', 'Idempotent-Replayed': 'true' };
      server.answers(json({ amount_due: 5 }, 201, headers));
      const { data, response } = await client().createOrder({ amount: 100 }).withResponse();
      expect([data.amountDue, response.status, response.requestId]).toEqual([5, 201, 'req-7']);
      expect(response.headers.get('idempotent-replayed')).toBe('true');
      expect(server.received).toHaveLength(1);
      server.answers(json({ data: [], next_cursor: null, has_more: false }, 200, headers));
      const list = await client().payments.list().withResponse();
      expect([list.data.data, list.response.requestId, server.received.length]).toEqual([[], 'req-7', 1]);
      server.answers(failure(400, 'BAD_REQUEST_ERROR', {}, { 'RateLimit-Remaining': '9' }));
      const error = await caught(() => client().createOrder({ amount: 1 }));
      expect(error.headers?.get('ratelimit-remaining')).toBe('9');
    });

    it('a failure that only withResponse() awaits is not an unhandled rejection', async () => {
      server.answers(failure(404, 'NOT_FOUND_ERROR'));
      const unhandled: unknown[] = [];
      const listen = (reason: unknown) => unhandled.push(reason);
      process.on('unhandledRejection', listen);
      try {
        expect((await caught(() => client().getOrder('x').withResponse())).status).toBe(404);
        await new Promise((resolve) => setImmediate(resolve));
        expect(unhandled).toEqual([]);
      } finally {
        process.off('unhandledRejection', listen);
      }
    });
  });

  it('uses the caller’s own fetch, called without a this', async () => {
    const seen: unknown[] = [];
    const gateway = client({
      ...KEY,
      fetch: function (this: unknown, url, init) {
        seen.push([this, url, init?.method, init?.redirect]);
        return Promise.resolve(Response.json({ id: 'order_1' }));
      },
    });
    expect((await gateway.getOrder('order_1')).id).toBe('order_1');
    expect(seen).toEqual([[undefined, `${server.url}/api/v1/orders/order_1`, 'GET', 'manual']]);
  });

  it('has a key even without randomUUID: a page at http://192.168.… is not a secure context', async () => {
    server.answers(json({}, 201));
    const own = Object.getOwnPropertyDescriptor(crypto, 'randomUUID');
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      for (let i = 0; i < 50; i++) await client().createOrder({ amount: 100 });
    } finally {
      if (own) Object.defineProperty(crypto, 'randomUUID', own);
      else Reflect.deleteProperty(crypto, 'randomUUID');
    }
    const keys = server.received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(50);
    for (const key of keys)
      expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('that fails has a message with what to do, in every class', async () => {
    const error = await caught(() => client({ ...KEY, baseUrl: 'http://127.0.0.1:9', maxRetries: 0 }).getOrder('x'));
    expect(error.hint).toBe('Is the gateway running there?');
    expect(error.message).toBe(`${error.description} ${error.hint}`);
  });

  it('that needs a fresh factor has the next call in its hint', async () => {
    const refusal = {
      code: 'PERMISSION_ERROR',
      reason: 'fresh_factor_required',
      description: 'Confirm that it is you',
    };
    server.answers(json({ error: { ...refusal, request_id: 'r' } }, 403));
    const error = await caught(() => client().apiKeys.create({}));
    expect(error).toMatchObject({
      reason: 'fresh_factor_required',
      hint: expect.stringContaining('auth.confirm({ code })'),
    });
  });
});
