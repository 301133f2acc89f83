import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparable } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { mappedRoutes, type Route, routesOf } from '../support/routes.js';
import { openShop, rowsOf, type Shop } from '../support/shop.js';

/** Valid bodies, so that only the id decides. */
const BODIES: Record<string, object> = {
  'POST /api/v1/payments/{id}/capture': { amount: 100 },
  'POST /api/v1/payments/{id}/refunds': { amount: 100 },
  'PATCH /api/v1/orders/{id}': { receipt: 'mine now' },
  'PATCH /api/v1/payments/{id}': { description: 'mine now' },
  'PATCH /api/v1/refunds/{id}': { notes: { mine: 'now' } },
  'PATCH /api/v1/customers/{id}': { name: 'mine now' },
  'PATCH /api/v1/payment-links/{id}': { reference_id: 'mine now' },
  'PATCH /api/v1/webhook-endpoints/{id}': { description: 'mine now' },
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': { overlap: 0 },
  'PATCH /api/v1/members/{id}': { role: 'viewer' },
  'PATCH /api/v1/connector-accounts/{id}': { label: 'mine now' },
  'POST /api/v1/webhook-endpoints/{id}/replay': { since: '2020-01-01T00:00:00Z', only: 'all' },
};
/** Open to callers that know the unguessable id, by which the merchant is found. */
const BY_ID_ALONE = /\/(public|public\/(stream|return|returned|elsewhere|orders|receipt)|action)$/;
const MADE_UP: Record<keyof Shop['ids'], string> = {
  orders: 'order_0000000aaaaaaaaa',
  'payment-links': 'plink_0000000aaaaaaaaa',
  payments: 'pay_0000000aaaaaaaaa',
  refunds: 'rfnd_0000000aaaaaaaaa',
  customers: 'cust_0000000aaaaaaaaa',
  events: 'evt_0000000aaaaaaaaa',
  'webhook-endpoints': 'we_0000000aaaaaaaaa',
  webhooks: randomUUID(),
  'connector-accounts': 'ca_0000000aaaaaaaaa',
  logs: randomUUID(),
  mails: randomUUID(),
  'api-keys': 'key_test_0000000aaaaaaaaa',
  members: randomUUID(),
  sessions: randomUUID(),
  passkeys: 'passkey-none',
};
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

describe("another merchant's objects", () => {
  let gateway: Gateway;
  let theirs: Shop;
  let mine: Shop;
  let routes: Route[];
  beforeAll(async () => {
    gateway = await Gateway.start();
    theirs = await openShop(gateway);
    mine = await openShop(gateway);
    routes = await routesOf(gateway);
  });
  afterAll(() => gateway.stop());

  const kindOf = ({ path }: Route) => (path.split('/')[3] ?? '') as keyof Shop['ids'];
  const withId = () => routes.filter((route) => route.path.includes('{id}') && !BY_ID_ALONE.test(route.path));
  /** A list below an object is tested with that object's id. */
  const lists = () => routes.filter(({ path, query }) => query.includes('cursor') && !path.includes('{id}'));
  const call = (route: Route, id: string) =>
    mine.owner.call(
      route.method,
      route.path.replace('{id}', id),
      route.method === 'GET' ? undefined : (BODIES[nameOf(route)] ?? {}),
    );

  it('openapi.yml lists every route of the router', () => {
    // The browser's script is a file, and acquirers' notifications are not for merchants.
    const mapped = mappedRoutes(gateway).filter(
      (name) => !/^(GET \/sdk\/|POST \/connectors\/|\w+ \/(razorpay|v1)\/)/.test(name),
    );
    expect(mapped.length).toBeGreaterThan(30);
    expect(mapped.sort()).toEqual(routes.map(nameOf).sort());
  });

  it('look like objects that never existed, on any route with an id, and are not changed', async () => {
    expect(withId().length).toBeGreaterThanOrEqual(16);
    const before = await rowsOf(gateway, theirs.merchant.id);
    for (const route of withId()) {
      const [foreign, unknown] = [
        await call(route, theirs.ids[kindOf(route)]),
        await call(route, MADE_UP[kindOf(route)]),
      ];
      expect({ route: nameOf(route), ...comparable(foreign) }).toEqual({
        route: nameOf(route),
        ...comparable(unknown),
      });
      expect(foreign.json.error.code).toBe('NOT_FOUND_ERROR');
    }
    expect(await rowsOf(gateway, theirs.merchant.id)).toEqual(before);
    expect(Object.values(before).flat().length).toBeGreaterThan(20);
  });

  it('are found by their owner on the same routes, so the test above uses existing ids', async () => {
    for (const route of withId().filter(({ method }) => method === 'GET')) {
      const path = route.path.replace('{id}', theirs.ids[kindOf(route)]);
      expect([path, (await theirs.owner.get(path)).status]).toEqual([path, 200]);
    }
  });

  it('cannot be reached through an id in a body', async () => {
    const before = await rowsOf(gateway, theirs.merchant.id);
    const bodies: [string, (ids: Shop['ids']) => object][] = [
      ['/api/v1/payments', ({ orders }) => ({ order_id: orders, method: 'upi', vpa: 'a1@upi' })],
      ['/api/v1/payments', ({ orders }) => ({ order_id: orders, method: 'card', card: cardOf('4111111111111111') })],
      ['/api/v1/orders', ({ customers }) => ({ amount: 100, customer: { id: customers } })],
      [
        '/api/v1/payments',
        ({ customers }) => ({ order_id: mine.open, method: 'upi', vpa: 'a1@upi', customer: { id: customers } }),
      ],
      ['/api/v1/refunds', ({ payments }) => ({ payment_id: payments, amount: 100 })],
      [`/api/v1/events/${mine.ids.events}/resend`, (ids) => ({ endpoint_id: ids['webhook-endpoints'] })],
    ];
    for (const [path, body] of bodies) {
      const foreign = await mine.merchant.api.post(path, body(theirs.ids));
      const unknown = await mine.merchant.api.post(path, body(MADE_UP));
      expect({ path, ...comparable(foreign) }).toEqual({ path, ...comparable(unknown) });
      expect(foreign.status).toBe(404);
    }
    expect(await rowsOf(gateway, theirs.merchant.id)).toEqual(before);
  });

  it('do not share idempotency keys: the same key of two merchants is two keys', async () => {
    const create = (shop: Shop) => shop.merchant.api.post('/api/v1/orders', { amount: 100 }, { key: 'the-same-key' });
    const [one, other] = [await create(theirs), await create(mine)];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(one.json.merchant_id).toBe(theirs.merchant.id);
    expect(other.json.merchant_id).toBe(mine.merchant.id);
    expect(other.headers.get('idempotent-replayed')).toBeNull();
  });

  it('are never in a list, whatever the cursor and the filter', async () => {
    const theirRows = Object.values(await rowsOf(gateway, theirs.merchant.id))
      .flat()
      .join('\n');
    const ids = Object.values(theirs.ids);
    const cursors = [...ids, 'zzzz', '~', "' OR 1=1 --", ''].map((id) => Buffer.from(id).toString('base64url'));
    const words = [
      ...ids,
      theirs.merchant.id,
      theirs.merchant.apiKey,
      'success@upi',
      'approve@upi',
      'open',
      '%',
      '*',
      '_',
    ];
    const value = fc.constantFrom(...words, ...cursors, '1', '100', 'success', 'paid', 'payment.success', '2020-01-01');
    let shown = 0;
    for (const route of lists()) {
      const filter = fc.tuple(fc.constantFrom(...route.query), value);
      const query = fc.tuple(fc.constantFrom(...cursors), fc.option(filter));
      await fc.assert(
        fc.asyncProperty(query, async ([cursor, parameter]) => {
          const asked = new URLSearchParams([['cursor', cursor], ...(parameter ? [parameter] : [])]);
          const reply = await mine.owner.get(`${route.path}?${asked.toString()}`);
          expect([200, 400]).toContain(reply.status);
          for (const { id } of reply.json.data ?? []) {
            shown++;
            expect(theirRows).not.toContain(id);
          }
        }),
        { numRuns: 60 },
      );
    }
    expect(lists().length).toBeGreaterThanOrEqual(6);
    expect(shown).toBeGreaterThan(20);
  });

  it('are in no export, no verification and no count of queues', async () => {
    const log = (await mine.owner.get('/api/v1/audit-log/export')).text;
    expect(log).toContain(mine.merchant.id);
    // It may contain ids of the other merchant that were tried without success, and none of its actions.
    for (const foreign of [theirs.merchant.id, `api_key:${theirs.merchant.apiKey}`]) expect(log).not.toContain(foreign);
    for (const shop of [mine, theirs]) {
      const { rows } = await gateway.db.query<{ seq: number }>(
        'SELECT coalesce(max(seq), 0) AS seq FROM audit_log WHERE merchant_id = $1',
        [shop.merchant.id],
      );
      const verified = (await shop.owner.get('/api/v1/audit-log/verify')).json;
      expect(verified.valid).toBe(true);
      expect(verified.entries).toBeGreaterThanOrEqual(rows[0]?.seq ?? 1);
    }
    const quiet = await gateway.newMerchant();
    const none = { waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 };
    const { json } = await quiet.api.get('/api/v1/queue/status');
    expect(json).toEqual({ webhooks: none, payments: none, refunds: none });
  });

  it('are not found by a list filter that names them, by which their owner finds them', async () => {
    // The audit log contains the merchant's own attempts as well, whatever their target.
    const objects = lists().filter(({ path }) => path !== '/api/v1/audit-log');
    const named: [string, string][] = objects.flatMap(({ path, query }) =>
      query
        .filter((name) =>
          [
            ...['q', 'order_id', 'payment_link_id', 'payment_id', 'customer_id', 'object_id', 'endpoint', 'event_id'],
          ].includes(name),
        )
        .flatMap((name) => Object.values(theirs.ids).map((id): [string, string] => [path, `${name}=${id}`])),
    );
    let found = 0;
    for (const [path, filter] of named) {
      expect((await mine.owner.get(`${path}?${filter}`)).json.data).toEqual([]);
      found += ((await theirs.owner.get(`${path}?${filter}`)).json.data as object[]).length;
    }
    expect(found).toBeGreaterThan(10);
  });

  it('are never in the event stream, not even from a forged position', async () => {
    const close = new AbortController();
    const { key, secret } = { key: `key_test_${randomUUID()}`, secret: randomUUID() };
    await gateway.newApiKey(mine.merchant.id, 'test', { key, secret }, null);
    const headers = { 'X-Api-Key': key, 'X-Api-Secret': secret, 'Last-Event-ID': theirs.ids.events };
    const response = await fetch(`${gateway.baseUrl}/api/v1/events/stream`, { headers, signal: close.signal });
    expect(response.status).toBe(200);
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk as Uint8Array).toString();
    })().catch(() => undefined);
    await gateway.captured(50_000, theirs.merchant.api);
    const own = await gateway.captured(50_000, mine.merchant.api);
    await waitFor(() => text.includes(own.id), { what: 'my own event on the stream' });
    close.abort();
    await reading;
    expect(text).toContain(mine.merchant.id);
    expect(text).not.toContain(theirs.merchant.id);
  });
});
