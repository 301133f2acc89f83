import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { ANOTHER_DEMO_USER, Gateway, redisUrl } from '../support/gateway.js';
import { freePort } from '../support/processes.js';

const WRONG = { status: 401, code: 'AUTHENTICATION_ERROR' };
const TOO_MANY = { status: 429, code: 'RATE_LIMIT_ERROR' };

/** Two servers of one gateway, and callers that use them in turn. */
async function replicas(env: Record<string, string> = {}): Promise<{ gateway: Gateway; shoppers: Client[] }> {
  const gateway = await Gateway.start({ worker: false, env });
  const port = await freePort();
  await gateway.startServer({ PORT: String(port) });
  return { gateway, shoppers: [gateway.shopper, gateway.client(undefined, port)] };
}

describe('two servers on one database, without Redis', () => {
  let gateway: Gateway;
  let shoppers: Client[];
  beforeAll(async () => {
    ({ gateway, shoppers } = await replicas(ANOTHER_DEMO_USER));
  });
  afterAll(() => gateway.stop());

  const guess = (client: Client, email: string, password = 'wrong') =>
    client.post('/api/v1/auth/login', { email, password });

  it('share the count of failures: guessing at both in turn is slowed down after five and locked after ten', async () => {
    const email = 'test@example.com';
    let turn = 0;
    const next = (password?: string) => guess(shoppers[turn++ % 2] as Client, email, password);
    for (let failures = 1; failures <= 5; failures++) expectRefusal(await next(), WRONG);
    for (const client of shoppers) expectRefusal(await guess(client, email), TOO_MANY);
    for (let failures = 6; failures <= 10; failures++) {
      await gateway.db.query('UPDATE login_failures SET blocked_until = now()');
      expectRefusal(await next(), WRONG);
    }
    for (const client of shoppers) {
      const locked = await guess(client, email, 'demo-password-2026');
      expectRefusal(locked, TOO_MANY);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(29 * 60);
    }
  });

  it('check no more than ten guesses, however many arrive at both at once', async () => {
    const guesses = Array.from({ length: 60 }, (_, i) => guess(shoppers[i % 2] as Client, 'crowd@shop.example'));
    const replies = await Promise.all(guesses);
    expect(replies.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
    expect(replies.filter(({ status }) => ![401, 429].includes(status))).toEqual([]);
  });

  it('end a session at both at once', async () => {
    const { session } = await gateway.newMember('owner');
    const me = () => Promise.all(shoppers.map(({ baseUrl }) => meAt(baseUrl, session)));
    expect(await me()).toEqual([200, 200]);
    const [one] = shoppers as [Client];
    await one.post('/api/v1/auth/logout', {}, { headers: { Authorization: `Bearer ${session}` } });
    expect(await me()).toEqual([401, 401]);
  });
});

async function meAt(baseUrl: string, session: string): Promise<number> {
  return (await fetch(`${baseUrl}/api/v1/me`, { headers: { Authorization: `Bearer ${session}` } })).status;
}

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
withRedis('two servers that share a Redis (skipped if there is none)', () => {
  let gateway: Gateway;
  let shoppers: Client[];
  beforeAll(async () => {
    const limits = { RATE_LIMIT_KEY: '6/1h', RATE_LIMIT_PUBLIC: '4/1h', RATE_LIMIT_LOGIN: '3/30m' };
    ({ gateway, shoppers } = await replicas({ ...limits, REDIS_URL: redisUrl() ?? '' }));
  });
  afterAll(() => gateway.stop());

  /** An address that no earlier run has used up: limits outlive a test in Redis. */
  const newAddress = () => {
    const part = () => 1 + Math.floor(Math.random() * 250);
    return { 'X-Forwarded-For': `10.${part()}.${part()}.${part()}` };
  };
  const inTurn = async (times: number, call: (client: Client, index: number) => Promise<{ status: number }>) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) statuses.push((await call(shoppers[i % 2] as Client, i)).status);
    return statuses;
  };

  it('share the limit of a key', async () => {
    const { apiKey } = await gateway.newMerchant();
    const secret = apiKey.replace('key_', 'secret_');
    const headers = { 'X-Api-Key': apiKey, 'X-Api-Secret': secret };
    const statuses = await inTurn(8, (client) => client.get('/api/v1/orders', { headers }));
    expect(statuses).toEqual([...Array<number>(6).fill(200), 429, 429]);
  });

  it('share the limit of an address for writes', async () => {
    const headers = newAddress();
    const statuses = await inTurn(6, (client) => client.post('/api/v1/payments/public', {}, { headers }));
    expect(statuses).toEqual([400, 400, 400, 400, 429, 429]);
  });

  it('share the failed logins of an address, for all accounts', async () => {
    const headers = newAddress();
    const statuses = await inTurn(5, (client, i) =>
      client.post('/api/v1/auth/login', { email: `${i}@shop.example`, password: 'wrong' }, { headers }),
    );
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});
