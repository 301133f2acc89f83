import { once } from 'node:events';
import { METHODS } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';
import { routesOf } from '../support/routes.js';
import { openShop } from '../support/shop.js';

const LIVE = {
  DEMO: 'false',
  METRICS_TOKEN: 'a token of some length',
  ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64'),
};
const EVIL = 'https://evil.example';
const LOOPBACK = 'http://localhost:4242';
const PREFLIGHT = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type' };

/** The headers of every response. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
  'cross-origin-opener-policy': 'same-origin',
  'x-permitted-cross-domain-policies': 'none',
  'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
  'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
  'x-powered-by': null,
  server: null,
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start();
});
afterAll(() => gateway.stop());

describe('every kind of response has the security headers', () => {
  it.each<[string, number, string, string, string, boolean?]>([
    ['JSON', 200, 'GET', '/api/v1/orders', 'no-store', true],
    ['a creation', 201, 'POST', '/api/v1/orders', 'no-store', true],
    ['a refusal', 401, 'GET', '/api/v1/orders', 'no-store'],
    ['a public response', 404, 'GET', '/api/v1/orders/none/public', 'no-store'],
    ['an unknown route', 404, 'GET', '/admin.php', 'no-store'],
    ['an unknown method', 404, 'PUT', '/api/v1/orders', 'no-store'],
    ['health', 200, 'GET', '/health', 'no-store'],
    ['figures', 200, 'GET', '/metrics', 'no-store'],
    ['the documentation', 200, 'GET', '/docs', 'no-store'],
    ['its script', 200, 'GET', '/docs/swagger-ui-init.js', 'no-store'],
    ['openapi.yml', 200, 'GET', '/openapi.json', 'no-store'],
    ["the browser's script", 200, 'GET', '/sdk/payment-gateway.js', 'public, max-age=300'],
  ])('%s (%d)', async (...[, status, method, path, cached, signed]) => {
    const client = signed ? gateway.api : gateway.shopper;
    const reply = await client.call(method, path, method === 'GET' ? undefined : { amount: 100 });
    const told = Object.fromEntries(Object.keys(EVERYWHERE).map((name) => [name, reply.headers.get(name)]));
    expect({ status: reply.status, cached: reply.headers.get('cache-control'), ...told }).toEqual({
      status,
      cached,
      ...EVERYWHERE,
    });
    expect(reply.headers.get('set-cookie')).toBeNull();
  });

  it('no HTTP method causes a 5xx: a method without a route is a 404', async () => {
    for (const method of METHODS.filter((name) => name !== 'CONNECT')) {
      for (const path of ['/api/v1/orders', '/health', '/nowhere']) {
        const socket = connect({ host: '127.0.0.1', port: gateway.port });
        // Not ended: Node drops a request whose sender has closed the connection before the response.
        socket.write(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        const [answer] = (await once(socket, 'data')) as unknown[];
        const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(String(answer))?.[1]);
        expect([method, path, [200, 204, 401, 404, 415].includes(status) && status]).toEqual([method, path, status]);
        if (['TRACE', 'PROPFIND', 'QUERY', 'LINK'].includes(method)) expect([method, status]).toEqual([method, 404]);
      }
    }
  });

  it('responses to malformed URLs and malformed HTTP still have nosniff and no-store', async () => {
    const { headers } = await gateway.shopper.get('/%');
    expect([headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual(['nosniff', 'no-store']);
    const socket = connect({ host: '127.0.0.1', port: gateway.port });
    socket.end('HELLO\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as unknown[];
    expect(String(answer)).toMatch(/X-Content-Type-Options: nosniff\r\nCache-Control: no-store/);
  });
});

describe('a page of another origin', () => {
  let live: Gateway;
  beforeAll(async () => {
    live = await Gateway.start({ worker: false, env: LIVE });
  });
  afterAll(() => live.stop());

  const PUBLIC = [
    '/api/v1/orders/order_0000000000000000/public',
    '/api/v1/payments/public',
    '/api/v1/payments/pay_0000000000000000/public',
    '/api/v1/payments/pay_0000000000000000/public/stream',
    '/api/v1/payments/pay_0000000000000000/action',
    '/sdk/payment-gateway.js',
  ];
  const PRIVATE = [
    '/api/v1/orders',
    '/api/v1/payments',
    '/api/v1/payments/pay_0000000000000000/capture',
    '/api/v1/auth/login',
    '/api/v1/api-keys',
    '/api/v1/orders/order_0000000000000000/public/../cancel',
    '/api/v1/orders?x=/public',
    '/api/v1/refunds/public',
    '/health',
  ];
  type Row = [path: string, origin: string, inDemo: string | null, live: string | null];
  it.each<Row>([
    ...PUBLIC.flatMap((path): Row[] => [EVIL, LOOPBACK, 'null'].map((origin) => [path, origin, '*', '*'])),
    ...PRIVATE.flatMap((path): Row[] => [
      [path, LOOPBACK, LOOPBACK, null],
      ...[EVIL, 'null', 'http://localhost.evil.example', 'https://evil.example/localhost'].map((origin): Row => [
        path,
        origin,
        null,
        null,
      ]),
    ]),
  ])('%s from %s: %s in a demo run, %s outside', async (path, origin, inDemo, outside) => {
    for (const [one, expected] of [
      [gateway, inDemo],
      [live, outside],
    ] as const) {
      for (const method of ['OPTIONS', 'GET']) {
        const headers = { Origin: origin, ...(method === 'OPTIONS' && PREFLIGHT) };
        const reply = await one.shopper.call(method, path, undefined, { headers });
        expect([method, reply.headers.get('access-control-allow-origin')]).toEqual([method, expected]);
        expect(reply.headers.get('access-control-allow-credentials')).toBeNull();
      }
    }
  });
});

describe('bodies', () => {
  it('of more than 64 kB are refused on every route with a body, with or without a length', async () => {
    const raw = `{"amount":100,"x":"${'x'.repeat(70_000)}"}`;
    const { api: owner } = await gateway.newMember('owner');
    const writes = (await routesOf(gateway)).filter(({ method }) => method === 'POST' || method === 'PATCH');
    expect(writes.length).toBeGreaterThan(20);
    for (const { method, path } of writes) {
      const reply = await owner.call(method, path.replaceAll(/\{\w+\}/g, 'none'), undefined, { raw });
      const description = 'The request body must not be larger than 64 kB';
      expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', description });
    }
    const chunked = await fetch(`${gateway.baseUrl}/api/v1/payments/public`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: new Blob([raw]).stream(),
      duplex: 'half',
    });
    expect(chunked.status).toBe(400);
  });
});

describe('a cursor', () => {
  const forged = [
    ...['', '0', '-1', 'null', 'undefined', 'x', '%00', '{}', '💥', "' OR 1=1 --", 'x'.repeat(3_000)],
    ...['{"id":"zzz"}', '["a","b"]', '\0', '9'.repeat(40), '2026-01-01T00:00:00Z', 'order_zzzzzzzzzzzzzzzz'].map(
      (text) => Buffer.from(text).toString('base64url'),
    ),
  ];

  it("that is forged, or of another list or merchant, returns an error or the caller's own rows", async () => {
    const [mine, theirs] = [await openShop(gateway), await openShop(gateway)];
    const lists = (await routesOf(gateway)).filter(({ query }) => query.includes('cursor')).map(({ path }) => path);
    /** A list of an object's own objects is that of the caller's object. */
    const ofMine = (path: string) =>
      path.replace(/([\w-]+)\/\{id\}/, (_, kind: keyof typeof mine.ids) => `${kind}/${mine.ids[kind]}`);
    const ask = (shop: typeof mine, path: string, cursor = '') =>
      shop.owner.get(`${ofMine(path)}?limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const cursors = [...forged];
    for (const path of lists) {
      for (const shop of [mine, theirs]) cursors.push(...[(await ask(shop, path)).json.next_cursor].filter(Boolean));
    }
    expect(cursors.length).toBeGreaterThan(forged.length + lists.length);
    const foreign = [theirs.merchant.id, ...Object.values(theirs.ids)];
    for (const path of lists) {
      for (const cursor of cursors) {
        const reply = await ask(mine, path, cursor);
        expect([path, cursor, [200, 400].includes(reply.status)]).toEqual([path, cursor, true]);
        if (reply.status === 400) expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'cursor' });
        expect(foreign.filter((id) => reply.text.includes(id))).toEqual([]);
      }
    }
  });
});
