import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../support/client.js';
import { expectRefusal, comparable } from '../support/envelope.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { freePort, start, waitFor } from '../support/processes.js';
import { type Route, routesOf } from '../support/routes.js';

const DENIED = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Invalid API credentials' };
/** Open without credentials in a demo run, whatever the document says about other runs. */
const OPEN_IN_DEMO = ['GET /api/v1/queue/status', 'GET /metrics'];
const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const pathOf = ({ path }: Route) => path.replace('{id}', 'order_0000000000000000');

describe('access to the routes', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let secured: Route[];
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant();
    secured = (await routesOf(gateway)).filter((route) => route.secured && !OPEN_IN_DEMO.includes(nameOf(route)));
  });
  afterAll(() => gateway.stop());

  const basic = (user: string, password: string) => ({
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });
  const asked = (headers: Record<string, string>) => gateway.shopper.get('/api/v1/orders', { headers });
  const newKey = async (scopes: string[] | null, secret = `secret_test_${randomUUID()}`) => {
    const key = `key_test_${randomUUID().replaceAll('-', '')}`;
    await gateway.newApiKey(merchant.id, 'test', { key, secret }, scopes);
    return { key, secret };
  };

  it('an unknown key, a wrong secret and missing credentials are refused with the same description', async () => {
    const { key, secret } = await newKey(null);
    const refused: Reply[] = [
      await asked({}),
      await asked({ 'X-Api-Key': 'key_test_unknown', 'X-Api-Secret': secret }),
      await asked({ 'X-Api-Key': key, 'X-Api-Secret': `${secret}x` }),
      await asked({ 'X-Api-Key': key, 'X-Api-Secret': '' }),
      await asked({ 'X-Api-Key': key }),
      await asked({ 'X-Api-Secret': secret }),
      await asked({ 'X-Api-Key': secret, 'X-Api-Secret': key }),
      await asked(basic(key, 'wrong')),
      await asked(basic('key_test_unknown', secret)),
      await asked({ Authorization: `Basic ${Buffer.from(key).toString('base64')}` }),
      await asked({ Authorization: 'Basic ***' }),
      await asked({ Authorization: `Bearer ${secret}` }),
      await asked({ 'X-Api-Key': `${key}\u00e9`, 'X-Api-Secret': secret }),
    ];
    for (const reply of refused) expectRefusal(reply, DENIED);
    expect(new Set(refused.map((reply) => JSON.stringify(comparable(reply)))).size).toBe(1);
  });

  it('the two headers and HTTP Basic are equivalent', async () => {
    const { key, secret } = await newKey(null);
    expect((await asked({ 'X-Api-Key': key, 'X-Api-Secret': secret })).status).toBe(200);
    expect((await asked(basic(key, secret))).status).toBe(200);
  });

  it('a secret may contain colons', async () => {
    const { key, secret } = await newKey(null, 'secret_test_a:b::c');
    expect((await asked(basic(key, secret))).status).toBe(200);
  });

  it('every route that needs credentials refuses callers without them', async () => {
    expect(secured.length).toBeGreaterThan(25);
    for (const route of secured) {
      const reply = await gateway.shopper.call(route.method, pathOf(route), route.method === 'GET' ? undefined : {});
      expectRefusal(reply, DENIED);
    }
  });

  it('every such route names a permission, refuses a key without it (403) and accepts a key with only that one', async () => {
    const without = gateway.client(await newKey([]));
    const holders = new Map<string, ReturnType<Gateway['client']>>();
    for (const route of secured) {
      const body = route.method === 'GET' ? undefined : {};
      const refused = await without.call(route.method, pathOf(route), body);
      expectRefusal(refused, { status: 403, code: 'PERMISSION_ERROR' });
      const permission = /needs the permission ([a-z_]+:[a-z]+)$/.exec(refused.json.error.description)?.[1] ?? '';
      expect(permission).toMatch(route.method === 'GET' ? /:read$/ : /:(write|capture|retry|erase)$/);
      if (route.path.endsWith('/stream')) continue;
      const holder = holders.get(permission) ?? gateway.client(await newKey([permission]));
      holders.set(permission, holder);
      expect([401, 403, 500]).not.toContain((await holder.call(route.method, pathOf(route), body)).status);
    }
    expect(holders.size).toBeGreaterThanOrEqual(9);
  });

  it('a refused key (403) changes nothing', async () => {
    const reader = gateway.client(await newKey(['orders:read']));
    const order = await gateway.order({}, merchant.api);
    expect((await reader.get(`/api/v1/orders/${order.id}`)).json).toEqual(order);
    expect((await reader.post(`/api/v1/orders/${order.id}/cancel`)).status).toBe(403);
    expect((await reader.post('/api/v1/orders', { amount: 100 })).status).toBe(403);
    expect((await merchant.api.get('/api/v1/orders')).json.data).toEqual([order]);
  });

  it('an expired key is refused, and a revoked one within five seconds', async () => {
    const { key, secret } = await newKey(null);
    const api = gateway.client({ key, secret });
    expect((await api.get('/api/v1/orders')).status).toBe(200);
    await gateway.db.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [key]);
    await waitFor(async () => (await api.get('/api/v1/orders')).status === 401, { timeoutMs: 6_000, what: 'refusal' });
    const expired = await newKey(null);
    await gateway.db.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [expired.key]);
    expectRefusal(await gateway.client(expired).get('/api/v1/orders'), DENIED);
  });

  it('the last use is stored in the background', async () => {
    await merchant.api.get('/api/v1/orders');
    const used = "SELECT 1 FROM api_keys WHERE id = $1 AND last_used_at > now() - interval '1 minute'";
    await waitFor(async () => (await gateway.db.query(used, [merchant.apiKey])).rowCount);
  });

  it('a 401 has a challenge for which browsers open no dialog', async () => {
    expect((await asked({})).headers.get('www-authenticate')).toMatch(/^Bearer /);
  });
});

describe('outside demo runs', () => {
  let gateway: Gateway;
  const encryption = { ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64') };
  const env = { DEMO: 'false', METRICS_TOKEN: 'scrape-me-not', ...encryption };
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env });
  });
  afterAll(() => gateway.stop());

  it('routes that are open in a demo run need credentials, and the demo pages do not exist', async () => {
    for (const name of OPEN_IN_DEMO) {
      expect((await gateway.shopper.get(name.replace('GET ', ''))).status).toBe(401);
    }
    expectRefusal(await gateway.shopper.get('/api/v1/test/merchant'), { status: 404, code: 'NOT_FOUND_ERROR' });
    expectRefusal(await gateway.shopper.get('/api/v1/test/jobs/status'), { status: 404, code: 'NOT_FOUND_ERROR' });
    const { api } = await gateway.newMerchant();
    expect((await api.get('/api/v1/queue/status')).status).toBe(200);
  });

  it('a database with the well-known demo key is refused', async () => {
    await gateway.db.query(`UPDATE api_keys SET expires_at = NULL WHERE id = 'key_test_abc123'`);
    for (const role of ['migrate', 'server'] as const) {
      const refused = start(role, { ...gateway.environment, ...env, PORT: String(await freePort()) });
      await waitFor(() => refused.child.exitCode !== null);
      expect(refused.child.exitCode).not.toBe(0);
      expect(refused.log()).toContain('the database holds the demo key key_test_abc123');
    }
  });

  it('a boot with a demo encryption key is refused, and the error names the variable', async () => {
    const server = start('server', { ...gateway.environment, ENCRYPTION_KEY: '' });
    await waitFor(() => server.child.exitCode !== null);
    expect(server.child.exitCode).toBe(1);
    expect(server.log()).toMatch(/ {2}- ENCRYPTION_KEY: is missing/);
  });
});
