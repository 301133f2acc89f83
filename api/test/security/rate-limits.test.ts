import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, redisUrl } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';
import { routesOf } from '../support/routes.js';

const LIMITS = { RATE_LIMIT_KEY: '5/1h', RATE_LIMIT_PUBLIC: '2/2s', RATE_LIMIT_PUBLIC_READ: '4/1h' };
const SLOW_DOWN = { status: 429, code: 'RATE_LIMIT_ERROR' };
const ORDER = '/api/v1/orders/order_0000000000000000/public';
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
const head = ({ headers }: Reply, name: string) => Number(headers.get(name) ?? NaN);

async function times<T>(count: number, call: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let done = 0; done < count; done++) results.push(await call());
  return results;
}

describe('rate limits', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: LIMITS });
  });
  afterAll(() => gateway.stop());

  it('a key may call up to its limit; the next response has Retry-After, and other keys are not affected', async () => {
    const [one, other] = [await gateway.newMerchant(), await gateway.newMerchant()];
    const good = await times(5, () => one.api.get('/api/v1/orders'));
    expect(good.map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect(good.map((reply) => head(reply, 'ratelimit-remaining'))).toEqual([4, 3, 2, 1, 0]);
    const refused = await one.api.get('/api/v1/orders');
    expectRefusal(refused, SLOW_DOWN);
    expect(head(refused, 'ratelimit-limit')).toBe(5);
    expect(head(refused, 'ratelimit-remaining')).toBe(0);
    expect(head(refused, 'retry-after')).toBeGreaterThan(3_000);
    expect(head(refused, 'ratelimit-reset')).toBe(head(refused, 'retry-after'));
    expect((await other.api.get('/api/v1/orders')).status).toBe(200);
  });

  it('a wrong secret does not count against the limit of its key', async () => {
    const { api, apiKey } = await gateway.newMerchant();
    const guesses = await times(7, () => gateway.client({ key: apiKey, secret: 'guess' }).get('/api/v1/orders'));
    expect(guesses.map(({ status }) => status)).toEqual(Array(7).fill(401));
    expect((await api.get('/api/v1/orders')).status).toBe(200);
  });

  it('every public read is counted per address', async () => {
    const good = await times(4, () => gateway.shopper.get(ORDER, from('203.0.113.1')));
    expect(good.map(({ status }) => status)).toEqual(Array(4).fill(404));
    const routes = (await routesOf(gateway)).filter(
      ({ method, path, secured, people }) => method === 'GET' && !secured && !people && path.startsWith('/api/'),
    );
    expect(routes.length).toBeGreaterThanOrEqual(5);
    for (const { path } of routes) {
      const reply = await gateway.shopper.get(path.replace('{id}', 'none'), from('203.0.113.1'));
      expectRefusal(reply, SLOW_DOWN);
    }
    expect((await gateway.shopper.get(ORDER, from('203.0.113.2'))).status).toBe(404);
  });

  it('public writes are counted per address, and accepted again after the window', async () => {
    const write = (client: Client) => client.post('/api/v1/payments/public', {}, from('203.0.113.3'));
    expect((await times(2, () => write(gateway.shopper))).map(({ status }) => status)).toEqual([400, 400]);
    const refused = await write(gateway.shopper);
    expectRefusal(refused, SLOW_DOWN);
    expect([1, 2]).toContain(head(refused, 'retry-after'));
    const action = await gateway.shopper.post('/api/v1/payments/none/action', {}, from('203.0.113.3'));
    expectRefusal(action, SLOW_DOWN);
    await waitFor(async () => (await write(gateway.shopper)).status === 400, { timeoutMs: 5_000 });
  });

  it('a /64 counts as one address for reads and writes, in every notation, and its /48 has a wider limit', async () => {
    const read = async (address: string) => (await gateway.shopper.get(ORDER, from(address))).status;
    const reads = await times(6, () => read(`2001:db8:1:1::${++host}`));
    expect(reads).toEqual([404, 404, 404, 404, 429, 429]);
    expect(await read('2001:0DB8:0001:0001:ffff::1')).toBe(429);
    expect(await read('[2001:db8:1:1::1]:443')).toBe(429);
    // The first /64 has used its own four of the 64 of the /48.
    let network = 1;
    const walk = await times(62, () => read(`2001:db8:1:${(++network).toString(16)}::1`));
    expect(walk).toEqual([...Array<number>(60).fill(404), 429, 429]);
    expect(await read('2001:db8:2:1::1')).toBe(404);
    const writes = await times(3, () =>
      gateway.shopper.post('/api/v1/payments/public', {}, from(`2001:db8:3:1::${++host}`)),
    );
    expect(writes.map(({ status }) => status)).toEqual([400, 400, 429]);
    const forms = [
      '203.0.113.60',
      '::ffff:203.0.113.60',
      '::ffff:cb00:713c',
      '203.0.113.60:5000',
      '64:ff9b::203.0.113.60',
    ];
    const mapped: number[] = [];
    for (const address of forms) mapped.push(await read(address));
    expect(mapped).toEqual([404, 404, 404, 404, 429]);
  });
  let host = 0;

  it('wrong keys, session tokens and invites are limited per address before the look-up; callers with valid ones are not', async () => {
    const PORT = String(await freePort());
    const env = { RATE_LIMIT_KEY: 'off', RATE_LIMIT_PUBLIC: 'off', RATE_LIMIT_PUBLIC_READ: 'off' };
    await gateway.startServer({ PORT, ...env, RATE_LIMIT_CREDENTIALS: '6/1h' });
    const ask = (path: string, headers: Record<string, string>) =>
      gateway.client(undefined, Number(PORT)).get(path, { headers });
    const { apiKey } = await gateway.newMerchant();
    const right = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
    const { session } = await gateway.newMember('viewer');
    const signedIn = { Authorization: `Bearer ${session}` };
    const address = (last: number) => ({ 'X-Forwarded-For': `198.51.100.${last}` });
    const guessedSession = () => ({ Authorization: `Bearer session_${randomBytes(24).toString('base64url')}` });
    const kinds: [number, string, () => Record<string, string>][] = [
      [401, '/api/v1/orders', () => ({ 'X-Api-Key': apiKey, 'X-Api-Secret': `guess ${Math.random()}` })],
      [401, '/api/v1/orders', () => ({ 'X-Api-Key': `key_test_${Math.random()}`, 'X-Api-Secret': 'guess' })],
      [401, '/api/v1/orders', () => ({ Authorization: `Basic ${btoa(`${apiKey}:${Math.random()}`)}` })],
      [401, '/api/v1/orders', guessedSession],
      [401, '/api/v1/me', guessedSession],
      [404, '/api/v1/auth/invites/guess', () => ({})],
    ];
    for (const [place, [status, path, guess]] of kinds.entries()) {
      expect((await ask('/api/v1/orders', { ...right, ...address(place) })).status).toBe(200);
      expect((await ask('/api/v1/me', { ...signedIn, ...address(place) })).status).toBe(200);
      const guesses = await times(8, () => ask(path, { ...guess(), ...address(place) }));
      expect(guesses.map((reply) => reply.status)).toEqual([...Array<number>(6).fill(status), 429, 429]);
      expectRefusal(guesses[7]!, SLOW_DOWN);
      expect(head(guesses[7]!, 'retry-after')).toBeGreaterThan(3_000);
      expect((await ask('/api/v1/orders', { ...right, ...address(place) })).status).toBe(200);
      expect((await ask('/api/v1/me', { ...signedIn, ...address(place) })).status).toBe(200);
      // Without credentials nothing is looked up, and nothing is counted.
      expect((await ask('/api/v1/orders', address(place))).status).toBe(401);
    }
    const next = { Authorization: `Bearer session_${'x'.repeat(30)}` };
    expect((await ask('/api/v1/me', { ...next, ...address(99) })).status).toBe(401);
  });

  it('health and the document are never limited', async () => {
    const replies = await times(10, () => gateway.shopper.get('/health/live', from('203.0.113.1')));
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('X-Forwarded-For is accepted from TRUSTED_PROXIES only: no other caller can fake its address', async () => {
    const PORT = String(await freePort());
    await gateway.startServer({ PORT, TRUSTED_PROXIES: '192.0.2.1' });
    const direct = gateway.client(undefined, Number(PORT));
    let address = 0;
    const replies = await times(5, () => direct.get(ORDER, from(`203.0.113.${100 + address++}`)));
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 429]);
  });

  it('of a chain of addresses, the last one that is not a trusted proxy counts', async () => {
    let spoofed = 0;
    const chain = () => from(`198.51.100.${spoofed++}, 203.0.113.77`);
    const replies = await times(5, () => gateway.shopper.get(ORDER, chain()));
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404, 404, 429]);
  });
});

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
withRedis('limits with Redis (skipped if there is none)', () => {
  it('are shared between replicas', async () => {
    const REDIS_URL = redisUrl() ?? '';
    const gateway = await Gateway.start({ worker: false, env: { ...LIMITS, REDIS_URL } });
    const PORT = String(await freePort());
    await gateway.startServer({ PORT });
    const [one, other] = [gateway.shopper, gateway.client(undefined, Number(PORT))];
    const address = from(`203.0.113.${process.pid % 250}`);
    const ask = [one, other, one, other, one, other].map((client) => () => client.get(ORDER, address));
    const statuses: number[] = [];
    for (const call of ask) statuses.push((await call()).status);
    await gateway.stop();
    expect(statuses).toEqual([404, 404, 404, 404, 429, 429]);
  });
});
