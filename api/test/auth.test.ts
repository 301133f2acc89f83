import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from './support/client.js';
import { expectRefusal, saying } from './support/envelope.js';
import { DEMO_MERCHANT, Gateway } from './support/gateway.js';
import { start, waitFor } from './support/processes.js';

const DEMO_LOGIN = { email: 'test@example.com', password: 'demo-password-2026' };
const WRONG = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Wrong email or password' };
const ENDED = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Your session has ended: sign in again' };
const PASSWORD = 'a password of some length';

describe('signing in', () => {
  let gateway: Gateway;
  let shopper: Client;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    shopper = gateway.shopper;
  });
  afterAll(() => gateway.stop());

  const login = (body: object = DEMO_LOGIN, headers: Record<string, string> = {}) =>
    shopper.post('/api/v1/auth/login', body, { headers });
  const register = (body: object) =>
    shopper.post('/api/v1/auth/register', { password: PASSWORD, name: 'Asha', ...body });
  const as = (session: string, merchantId?: string) => gateway.client({ session, merchantId });
  const me = ({ json }: Reply) => as(json.token).get('/api/v1/me');

  it('the demo user owns the demo merchant', async () => {
    const { status, json } = await login();
    expect(status).toBe(200);
    expect(json).toMatchObject({
      user: { email: 'test@example.com' },
      token: expect.stringMatching(/^session_.{43}$/),
    });
    expect(json.merchants).toEqual([
      {
        id: DEMO_MERCHANT,
        name: 'Test Merchant',
        mode: 'test',
        role: 'owner',
        permissions: expect.arrayContaining(['team:write']),
      },
    ]);
    expect((await as(json.token).get('/api/v1/orders')).status).toBe(200);
  });

  it('a wrong password and an unknown account are refused in the same words', async () => {
    const replies = [
      await login({ ...DEMO_LOGIN, password: 'wrong' }),
      await login({ email: 'nobody@shop.example', password: 'wrong' }),
    ];
    for (const reply of replies) expectRefusal(reply, WRONG);
    expect(saying(replies[0]!)).toEqual(saying(replies[1]!));
    await login();
  });

  it('case and blanks of an email do not matter', async () => {
    expect((await login({ ...DEMO_LOGIN, email: ' Test@Example.com ' })).status).toBe(200);
  });

  it('a login replaces the session it came with, and leaves others alone', async () => {
    const [first, other] = [await login(), await login()];
    const second = await login(DEMO_LOGIN, { Authorization: `Bearer ${first.json.token}` });
    expectRefusal(await me(first), ENDED);
    expect([(await me(second)).status, (await me(other)).status]).toEqual([200, 200]);
  });

  it('signing out ends the session at once', async () => {
    const session = await login();
    expect((await as(session.json.token).post('/api/v1/auth/logout')).json).toEqual({ done: true });
    expectRefusal(await me(session), ENDED);
    expectRefusal(await as(session.json.token).get('/api/v1/orders'), ENDED);
  });

  it.each([
    ['30 minutes without a request', `seen_at = now() - interval '30 minutes 1 second'`],
    ['twelve hours, however busy', `expires_at = now()`],
  ])('a session ends after %s', async (_, set) => {
    const session = await login();
    expect((await me(session)).status).toBe(200);
    await gateway.db.query(`UPDATE sessions SET ${set} WHERE user_id = $1`, [session.json.user.id]);
    expectRefusal(await me(session), ENDED);
  });

  it('tokens and passwords are kept as hashes alone', async () => {
    const { json } = await login();
    const { rows } = await gateway.db.query<{ row: string }>(
      `SELECT s::text AS row FROM sessions s UNION ALL SELECT u::text FROM users u`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    expect(stored).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [json.token, json.token.slice('session_'.length), DEMO_LOGIN.password])
      expect(stored).not.toContain(secret);
    expect(gateway.logs()).not.toContain(json.token);
  });

  it('registering makes a user, and a test merchant of their own', async () => {
    const { status, json } = await register({ email: 'Asha@Shop.example', merchant_name: 'Tea shop' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      user: { email: 'asha@shop.example', name: 'Asha' },
      merchants: [{ name: 'Tea shop', mode: 'test', role: 'owner' }],
    });
    expect((await as(json.token).get('/api/v1/orders')).json.data).toEqual([]);
    expect((await login({ email: 'asha@shop.example', password: PASSWORD })).status).toBe(200);
    expectRefusal(await register({ email: 'asha@shop.example' }), {
      status: 400,
      code: 'BAD_REQUEST_ERROR',
      field: 'email',
    });
    const short = await register({ email: 'b@shop.example', password: 'elevenchars' });
    expectRefusal(short, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'password' });
  });

  it('a session acts for the merchants of its user, and for no other', async () => {
    const { json } = await register({ email: 'ravi@shop.example' });
    const { token, merchants } = json;
    const added = (await as(token).post('/api/v1/merchants', { name: 'Live shop', mode: 'live' })).json;
    expect(added).toMatchObject({ name: 'Live shop', mode: 'live', email: 'ravi@shop.example', allowed_origins: [] });
    const nameFor = async (id?: string) => (await as(token, id).get('/api/v1/merchant')).json.name;
    expect([await nameFor(), await nameFor(added.id)]).toEqual([merchants[0].name, 'Live shop']);
    const refusals = [DEMO_MERCHANT, '00000000-0000-4000-8000-000000000000', 'none'].map((id) =>
      as(token, id).get('/api/v1/merchant'),
    );
    for (const reply of await Promise.all(refusals))
      expectRefusal(reply, { status: 404, code: 'NOT_FOUND_ERROR', description: 'Merchant not found' });
    expect((await as(token).get('/api/v1/me')).json.merchants).toHaveLength(2);
  });

  it('a new password ends every other session', async () => {
    const email = 'mira@shop.example';
    const [here, elsewhere] = [await register({ email }), await login({ email, password: PASSWORD })];
    const change = (current_password: string) =>
      as(here.json.token).post('/api/v1/auth/password', { current_password, new_password: `${PASSWORD}!` });
    expectRefusal(await change('not this one'), WRONG);
    expect((await change(PASSWORD)).status).toBe(200);
    expect((await me(here)).status).toBe(200);
    expectRefusal(await me(elsewhere), ENDED);
    expectRefusal(await login({ email, password: PASSWORD }), WRONG);
    expect((await login({ email, password: `${PASSWORD}!` })).status).toBe(200);
  });
});

describe('guessing passwords', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  const guess = (email: string, password = 'wrong') => gateway.shopper.post('/api/v1/auth/login', { email, password });
  /** As if the time to wait were over, but for a lock's. */
  const guessLater = async (email: string) => {
    const slowed = `UPDATE login_failures SET blocked_until = now() WHERE blocked_until < now() + interval '20 minutes'`;
    await gateway.db.query(slowed);
    return guess(email);
  };
  const TOO_MANY = {
    status: 429,
    code: 'RATE_LIMIT_ERROR',
    description: 'Too many failed logins: wait before you try again',
  };

  it.each(['test@example.com', 'nobody@shop.example'])('%s: five failures slow it down, ten lock it', async (email) => {
    for (let failures = 1; failures <= 5; failures++) expectRefusal(await guess(email), WRONG);
    const slowed = await guess(email);
    expectRefusal(slowed, TOO_MANY);
    expect(Number(slowed.headers.get('retry-after'))).toBeLessThanOrEqual(2);
    for (let failures = 6; failures <= 10; failures++) expectRefusal(await guessLater(email), WRONG);
    const locked = await guess(email, DEMO_LOGIN.password);
    expectRefusal(locked, TOO_MANY);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(29 * 60);
  });

  it('the lock holds on another server and after a restart, and opens by itself', async () => {
    await gateway.servers[0]?.kill();
    await gateway.startServer();
    expectRefusal(await guess(DEMO_LOGIN.email, DEMO_LOGIN.password), TOO_MANY);
    await gateway.db.query(
      `UPDATE login_failures SET blocked_until = now(), failed_at = now() - interval '31 minutes'`,
    );
    expectRefusal(await guess(DEMO_LOGIN.email), WRONG);
    expect((await guess(DEMO_LOGIN.email, DEMO_LOGIN.password)).status).toBe(200);
    const forgiven = await gateway.db.query('SELECT FROM login_failures');
    expect(forgiven.rowCount).toBe(1); // the unknown account's
  });

  it('a hundred guesses at once are no more than ten guesses', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => guess('crowd@shop.example')));
    const tried = replies.filter(({ status }) => status === 401).length;
    expect(tried).toBeLessThanOrEqual(10);
    expect(tried + replies.filter(({ status }) => status === 429).length).toBe(100);
  });
});

describe('an address that guesses', () => {
  it('is refused for every account, until its time is over', async () => {
    const gateway = await Gateway.start({
      worker: false,
      env: { RATE_LIMIT_LOGIN: '3/30m', TRUSTED_PROXIES: '127.0.0.1' },
    });
    try {
      const login = (from: string, body: object) =>
        gateway.shopper.post('/api/v1/auth/login', body, { headers: { 'X-Forwarded-For': from } });
      for (const name of ['a', 'b', 'c'])
        expectRefusal(await login('203.0.113.1', { email: `${name}@shop.example`, password: 'x' }), WRONG);
      expectRefusal(await login('203.0.113.1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
      expectRefusal(await login('::ffff:203.0.113.1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
      for (let times = 0; times < 5; times++) expect((await login('203.0.113.2', DEMO_LOGIN)).status).toBe(200);
      // Whoever has one IPv6 address has the rest of its /64.
      for (const host of [1, 2, 3])
        expectRefusal(await login(`2001:db8:1:1::${host}`, { email: `v6-${host}@shop.example`, password: 'x' }), WRONG);
      expectRefusal(await login('2001:db8:1:1:ffff::1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
      expect((await login('2001:db8:1:2::1', DEMO_LOGIN)).status).toBe(200);
    } finally {
      await gateway.stop();
    }
  });
});

describe('outside demo runs', () => {
  const encryption = { ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64') };
  const env = { DEMO: 'false', METRICS_TOKEN: 'scrape-me-not', ...encryption };

  it('registration is off, and the demo user’s known password is refused at boot', async () => {
    const gateway = await Gateway.start({ worker: false, env });
    try {
      const refused = await gateway.shopper.post('/api/v1/auth/register', {
        email: 'a@shop.example',
        name: 'A',
        password: PASSWORD,
      });
      expectRefusal(refused, { status: 403, code: 'PERMISSION_ERROR' });
      const known = start('migrate', { ...gateway.environment, DEMO: 'true' });
      await waitFor(() => known.child.exitCode !== null);
      await gateway.db.query('UPDATE api_keys SET expires_at = now()');
      const boot = start('migrate', gateway.environment);
      await waitFor(() => boot.child.exitCode !== null);
      expect(boot.child.exitCode).not.toBe(0);
      expect(boot.log()).toContain('holds the demo user test@example.com');
    } finally {
      await gateway.stop();
    }
  });
});
