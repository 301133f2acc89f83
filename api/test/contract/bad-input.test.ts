import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.js';
import { expectEnvelope, expectRefusal } from '../support/envelope.js';
import { variants } from '../support/full.js';
import { CARD, Gateway } from '../support/gateway.js';
import { documentOf, routesOf, type Schema } from '../support/routes.js';
import { VALID_BODIES } from '../support/valid-bodies.js';

const BAD = { status: 400, code: 'BAD_REQUEST_ERROR' };
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const JSON_TYPE = { 'Content-Type': 'application/json' };

const WITH_CARD = { order_id: 'order_0000000000000000', method: 'card', card: CARD };

const VALUES = variants<unknown>(
  [
    ...[null, true, 0, -1, 100.5, 1e21, '', '100', 'x'.repeat(5_000), '💥'.repeat(300), "'; DROP TABLE orders; --"],
    ...[[], ['100'], { a: 1 }, { toString: 'x' }],
  ],
  [
    ...[false, -0, 1, Number.MAX_SAFE_INTEGER + 1, Number.MIN_VALUE, 'NaN', '\u202egnp.exe', '\n\r\t'],
    ...[[[]], [null], {}, { length: 3 }, { $ne: null }],
  ],
);

const AT_ONCE = 8;

/** JSON's type of a value, as a schema names it. */
const typeOf = (value: unknown) =>
  Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : value === null ? 'null' : typeof value;
const typesOf = (schema: Schema): string[] =>
  schema.$ref ? ['object'] : schema.oneOf ? schema.oneOf.flatMap(typesOf) : [schema.type ?? []].flat();

/** The start of a long text is its name. */
const named = (text: string): [string, string] => [text.slice(0, 30), text];

describe('bad input', () => {
  let gateway: Gateway;
  let owner: Client;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    owner = (await gateway.newMember('owner')).api;
  });
  afterAll(() => gateway.stop());
  // After every request the same process is still running and works.
  afterEach(async () => {
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 })).status).toBe(201);
    expect(gateway.servers[0]?.child.exitCode).toBeNull();
    expect(gateway.logs()).not.toContain('"request failed"');
  });
  const post = (raw: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    gateway.api.post('/api/v1/orders', undefined, { raw, headers });

  it.each<[string, string | Buffer<ArrayBuffer>, string?]>([
    ['text that is not JSON', 'amount=100'],
    ['truncated JSON', '{"amount":100'],
    ['an extra comma', '{"amount":100,}'],
    ['single quotes', "{'amount':100}"],
    ['NaN', '{"amount":NaN}'],
    ['Infinity', '{"amount":-Infinity}'],
    ['hexadecimal', '{"amount":0x64}'],
    ['a comment', '{"amount":100/*paise*/}'],
    ['two values', '{"amount":100}{"amount":100}'],
    ['an array', '[{"amount":100}]'],
    ['a string', '"amount"'],
    ['a number', '100'],
    ['null', 'null'],
    ['nothing', ''],
    ['blanks', ' \n '],
    ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    [
      'an overlong encoding',
      Buffer.from([...Buffer.from('{"amount":100,"receipt":"'), 0xc0, 0xaf, ...Buffer.from('"}')]),
    ],
    ['UTF-16', Buffer.from('{"amount":100}', 'utf16le')],
    ['gzip', gzipSync('{"amount":100}')],
    ['a bare NUL', '{"amount":100,"receipt":"a\0b"}'],
    ['an escaped NUL', '{"amount":100,"receipt":"a\\u0000b"}', 'receipt'],
    ['a NUL in a key', '{"amount":100,"notes":{"a\\u0000b":"c"}}', 'notes'],
    ['half a surrogate pair', '{"amount":100,"receipt":"\\ud83d"}', 'receipt'],
    ['the low half of a pair', '{"amount":100,"notes":{"a":"\\udca5x"}}', 'notes.a'],
    ['a reversed pair', '{"amount":100,"receipt":"\\udca5\\ud83d"}', 'receipt'],
    ['__proto__', '{"amount":100,"__proto__":{"amount":1}}'],
    ['__proto__ further in', '{"amount":100,"notes":{"__proto__":{"x":"y"}}}', 'notes.__proto__'],
    ['constructor', '{"amount":100,"constructor":{"prototype":{"x":1}}}'],
    ['prototype, escaped', '{"amount":100,"proto\\u0074ype":1}'],
    ['nesting of 21 levels', `{"amount":100,"notes":${nested(20)}}`],
    ['an empty array', '[]', 'amount'],
    ['nesting of 8 000 levels', nested(8_000)],
    ['very deep nesting', '['.repeat(60_000)],
    ['more than 64 kB', `{"amount":100,"receipt":"${'x'.repeat(65_536)}"}`],
  ])('%s is refused with the envelope', async (...[, raw, field]) => {
    expectRefusal(await post(raw), { ...BAD, field });
  });

  it.each<[string, string | Buffer<ArrayBuffer>]>([
    ['nesting of 20 levels', `{"amount":100,"notes":${nested(19)}}`],
    ['64 kB', `{"amount":100${' '.repeat(65_000)}}`],
    ['notes that are an empty array, as PHP writes an empty map', '{"amount":100,"notes":[]}'],
    ['a whole surrogate pair', '{"amount":100,"receipt":"\\ud83d\\udca5"}'],
    ['unusual but valid Unicode', '{"amount":100,"receipt":"\u202eزبان 💥 \u200d é"}'],
    ['a byte order mark', '\ufeff{"amount":100}'],
    ['an exponent with an integer value', '{"amount":1e2}'],
    ['the last of two equal keys', '{"amount":1,"amount":100}'],
  ])('%s is accepted', async (_, raw) => {
    expect((await post(raw)).status).toBe(201);
  });

  it.each([
    '1e21',
    '100.5',
    '"100"',
    '-0',
    '-100',
    '99.99999',
    '9007199254740993',
    '100000000000',
    'true',
    '[100]',
    '{}',
    'null',
    '""',
  ])('an amount of %s is refused, and the error names the field', async (amount) => {
    expectRefusal(await post(`{"amount":${amount}}`), { ...BAD, field: 'amount' });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'nonsense',
  ])('a body of type %s is refused', async (type) => {
    expectRefusal(await post('{"amount":100}', { 'Content-Type': type }), BAD);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])(
    'a body of type %s is parsed',
    async (type) => {
      expect((await post('{"amount":100}', { 'Content-Type': type })).status).toBe(201);
    },
  );

  it('a gzip bomb is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const reply = await post(bomb.subarray(0, 60_000), { ...JSON_TYPE, 'Content-Encoding': 'gzip' });
    expectRefusal(reply, BAD);
  });

  it.each(['id', 'merchant_id', 'status', 'amount_paid', 'version', 'mode', 'created_at', 'smuggled'])(
    'an order does not accept %s from its caller',
    async (field) => {
      const reply = await gateway.api.post('/api/v1/orders', { amount: 100, [field]: 'paid' });
      expectRefusal(reply, { ...BAD, reason: 'unknown_parameter', field });
    },
  );

  it('every operation refuses unknown names in its body, in nested objects and in its query', async () => {
    const order = await gateway.order();
    const body = { order_id: order.id, method: 'upi', vpa: 'success@upi' };
    const { id } = (await gateway.api.post('/api/v1/payments', body)).json;
    const unknown = { ...BAD, reason: 'unknown_parameter', field: 'no_such_name' } as const;
    const routes = await routesOf(gateway);
    for (const { method, path, body: schema } of routes) {
      // The stream of a payment looks the payment up before it validates the request.
      const at = path.replace('{id}', path.includes('/payments/') ? id : 'none').replace('{token}', 'none');
      const good = schema && VALID_BODIES[schema];
      for (const query of ['no_such_name=1', 'no_such_name=', 'no_such_name']) {
        expectRefusal(await owner.call(method, `${at}?${query}`, method === 'GET' ? undefined : good), unknown);
      }
      if (method === 'GET') continue;
      expectRefusal(await owner.call(method, at, { ...good, no_such_name: 1 }), unknown);
      if (schema !== 'CreatePaymentDto') continue;
      const nestedIn = { ...WITH_CARD, card: { ...CARD, no_such_name: '1' } };
      expectRefusal(await owner.call(method, at, nestedIn), { ...unknown, field: 'card.no_such_name' });
    }
    expect(routes.length).toBeGreaterThan(45);
    expect((await gateway.shopper.get('/sdk/payment-gateway.js?v=2')).status).toBe(200);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', '💥', '4111 1111 1111 1111', 'x'.repeat(2_000)])(
    'a parameter called %j is unknown, like any other',
    async (name) => {
      const reply = await gateway.api.get(`/api/v1/payments?${encodeURIComponent(name)}=1`);
      expectRefusal(reply, { ...BAD, reason: 'unknown_parameter' });
      expect(reply.text).not.toContain('4111 1111');
      expect(reply.json.error.field.length).toBeLessThanOrEqual(64);
    },
  );

  it('a repeated parameter is refused, and the error names it', async () => {
    const reply = await gateway.api.get('/api/v1/payments?status=failed&status=success');
    expectRefusal(reply, { ...BAD, reason: 'repeated_parameter', field: 'status' });
  });

  it('a GET with a body is refused, because the body would be ignored', async () => {
    const url = `${gateway.baseUrl}/api/v1/payments`;
    const headers = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789', ...JSON_TYPE };
    const get = (body: string) =>
      new Promise<{ status?: number; text: string }>((resolve, reject) => {
        const sent = request(
          url,
          { method: 'GET', headers: { ...headers, 'Content-Length': body.length } },
          (answer) => {
            let text = '';
            answer.on('data', (chunk) => (text += chunk)).on('end', () => resolve({ status: answer.statusCode, text }));
          },
        );
        sent.on('error', reject).end(body);
      });
    expect(JSON.parse((await get('{"status":"failed"}')).text)).toMatchObject({ error: { reason: 'unexpected_body' } });
    expect(await get('')).toMatchObject({ status: 200 });
  });

  it('a value of the wrong type in any field of any body is refused by name, and none causes a 5xx', async () => {
    const { components } = await documentOf(gateway);
    const bodies = (await routesOf(gateway)).filter(({ body }) => body !== undefined);
    expect([...new Set(bodies.map(({ body }) => body))].sort()).toEqual(Object.keys(VALID_BODIES).sort());
    let refused = 0;
    for (const { method, path, people, body = '' } of bodies) {
      const fields = Object.entries(components.schemas[body]?.properties ?? {});
      const cards = body === 'CreatePaymentDto' ? Object.entries(components.schemas['CardDto']?.properties ?? {}) : [];
      const spoilt = [
        ...fields.flatMap(([name, schema]) =>
          VALUES.map((value) => ({
            name,
            schema,
            value,
            sent: { ...(name === 'card' ? WITH_CARD : VALID_BODIES[body]), [name]: value },
          })),
        ),
        ...cards.flatMap(([name, schema]) =>
          VALUES.map((value) => ({
            name: `card.${name}`,
            schema,
            value,
            sent: { ...WITH_CARD, card: { ...CARD, [name]: value } },
          })),
        ),
      ];
      const send = async ({ name, schema, value, sent }: (typeof spoilt)[number]) => {
        const reply = await (people ? owner : gateway.api).call(method, path.replace('{id}', 'none'), sent);
        const what = `${method} ${path} ${name}=${JSON.stringify(value)?.slice(0, 40)}`;
        expect([what, reply.status < 500]).toEqual([what, true]);
        if (reply.status >= 400) expectEnvelope(reply);
        const isEmptyMap = Array.isArray(value) && value.length === 0 && typesOf(schema).includes('object');
        if (value === null || isEmptyMap || typesOf(schema).includes(typeOf(value))) return;
        refused++;
        const { code, field = '' } = reply.json.error ?? {};
        expect([what, reply.status, String(field).startsWith(name)]).toEqual([what, 400, true]);
        expect([what, code]).toEqual([what, expect.stringMatching(/^(BAD_REQUEST_ERROR|INVALID_VPA|INVALID_CARD)$/)]);
      };
      for (let at = 0; at < spoilt.length; at += AT_ONCE) await Promise.all(spoilt.slice(at, at + AT_ONCE).map(send));
    }
    expect(refused).toBeGreaterThan(500);
  }, 180_000);

  it.each(
    variants(
      ['%00', '%', '%E0%A4%A', '..%2f..%2fetc', "' OR 1=1 --", 'x'.repeat(6_000)],
      ['%F0%9F%92%A5', 'x'.repeat(101), '[object Object]', '-1', ' '],
    ).map(named),
  )('an id of %j is a 4xx on every route that takes one', async (_, id) => {
    for (const { method, path } of (await routesOf(gateway)).filter((route) => route.path.includes('{id}'))) {
      const raw = method === 'GET' ? undefined : '{}';
      const reply = await owner.call(method, path.replace('{id}', id), undefined, { raw });
      expect([path, Math.floor(reply.status / 100)]).toEqual([path, 4]);
      expectEnvelope(reply);
    }
  });

  it.each(variants(['%00', '%ff', 'a&limit=1&limit=2', 'x'.repeat(3_000), '[]'], ['%', '{}', '💥']).map(named))(
    'a query of %s never causes a 5xx',
    async (_, value) => {
      for (const { path, query } of (await routesOf(gateway)).filter(
        (route) => route.query.length > 0 && !route.path.endsWith('/stream'),
      )) {
        for (const name of query) {
          const reply = await owner.get(`${path}?${name}=${value}&${name}[a]=b`);
          expect([path, name, [200, 400, 404].includes(reply.status)]).toEqual([path, name, true]);
          if (reply.status !== 200) expectEnvelope(reply);
        }
      }
    },
  );

  it.each(['', ' '])('an idempotency key of %j counts as none', async (key) => {
    const send = () => gateway.api.post('/api/v1/orders', { amount: 100 }, { headers: { 'Idempotency-Key': key } });
    const [one, other] = [await send(), await send()];
    expect([one.status, other.status, one.json.id === other.json.id]).toEqual([201, 201, false]);
  });

  it.each(['a key', 'ключ', 'x'.repeat(256), '\u00e9'])(
    'an idempotency key of %j is refused, and the error names the header',
    async (key) => {
      const reply = await gateway.api.post(
        '/api/v1/orders',
        { amount: 100 },
        { headers: { 'Idempotency-Key': Buffer.from(key).toString('latin1') } },
      );
      expectRefusal(reply, { ...BAD, field: 'Idempotency-Key' });
    },
  );
});
