import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { ANOTHER_DEMO_USER, Gateway } from '../support/gateway.js';
import { admin } from '../support/processes.js';

const DEMO_LOGIN = { email: 'test@example.com', password: 'demo-password-2026' };
const WRONG = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Wrong email or password' };
const PASSWORD = 'a password of some length';

describe('password guessing', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: ANOTHER_DEMO_USER });
  });
  afterAll(() => gateway.stop());

  const guess = (email: string, password = 'wrong') => gateway.shopper.post('/api/v1/auth/login', { email, password });
  /** Ends all waiting times except those of locks. */
  const SLOWED = `UPDATE login_failures SET blocked_until = now() WHERE blocked_until < now() + interval '20 minutes'`;
  const guessLater = async (email: string) => {
    await gateway.db.query(SLOWED);
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

  it('the lock applies on other servers and after a restart, and expires by itself', async () => {
    await gateway.servers[0]?.kill();
    await gateway.startServer();
    expectRefusal(await guess(DEMO_LOGIN.email, DEMO_LOGIN.password), TOO_MANY);
    await gateway.db.query(
      `UPDATE login_failures SET blocked_until = now(), failed_at = now() - interval '31 minutes'`,
    );
    expectRefusal(await guess(DEMO_LOGIN.email), WRONG);
    expect((await guess(DEMO_LOGIN.email, DEMO_LOGIN.password)).status).toBe(200);
    const forgiven = await gateway.db.query('SELECT FROM login_failures');
    expect(forgiven.rowCount).toBe(1); // of the unknown account
  });

  it('a lock caused by strangers affects neither a known device nor the password change of an open session', async () => {
    const email = 'owner@shop.example';
    const registered = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    const { token, device_token } = registered.json;
    for (let failures = 1; failures <= 10; failures++) expect([401, 429]).toContain((await guessLater(email)).status);
    expectRefusal(await guess(email, PASSWORD), TOO_MANY);
    const known = (password: string) => gateway.shopper.post('/api/v1/auth/login', { email, password, device_token });
    expect((await known(PASSWORD)).status).toBe(200);
    const change = (current_password: string, new_password: string) =>
      gateway.client({ session: token }).post('/api/v1/auth/password', { current_password, new_password });
    expect((await change(PASSWORD, `${PASSWORD}!`)).status).toBe(200);
    // Each is counted separately: guessing with a stolen token or session is limited as well.
    const tenTimes = async (attempt: () => Promise<Reply>) => {
      for (let failures = 1; failures <= 10; failures++) {
        await gateway.db.query(SLOWED);
        expectRefusal(await attempt(), WRONG);
      }
    };
    await tenTimes(() => known('wrong'));
    expectRefusal(await known(`${PASSWORD}!`), TOO_MANY);
    await tenTimes(() => change('wrong', PASSWORD));
    expectRefusal(await change(`${PASSWORD}!`, PASSWORD), TOO_MANY);
    // A token of another account, or a forged one, does not count as a known device.
    const foreign = (await gateway.shopper.post('/api/v1/auth/login', DEMO_LOGIN)).json.device_token;
    for (const forged of [foreign, `${device_token.slice(0, -1)}x`, 'device_'])
      expectRefusal(
        await gateway.shopper.post('/api/v1/auth/login', { email, password: `${PASSWORD}!`, device_token: forged }),
        TOO_MANY,
      );
  });

  it('an admin of the team and the admin command can unlock an account, and both are audited', async () => {
    const merchant = await gateway.newMerchant();
    const [owner, viewer] = [
      await gateway.newMember('owner', merchant.id),
      await gateway.newMember('viewer', merchant.id),
    ];
    const locked = async () => {
      await gateway.db.query(`UPDATE login_failures SET failures = 9, blocked_until = now() WHERE failures < 9`);
      await guess(viewer.email);
      for (let tries = 0; tries < 10; tries++) await guessLater(viewer.email);
      expectRefusal(await guess(viewer.email), TOO_MANY);
      const { data } = (await owner.api.get('/api/v1/members')).json;
      return data.find(({ id }: { id: string }) => id === viewer.id).locked_until;
    };
    expect(Date.parse(await locked()) - Date.now()).toBeGreaterThan(25 * 60_000);
    expectRefusal(await viewer.api.post(`/api/v1/members/${viewer.id}/unlock`), {
      status: 403,
      code: 'PERMISSION_ERROR',
    });
    const unlock = () => owner.api.post(`/api/v1/members/${viewer.id}/unlock`);
    expect((await unlock()).json).toEqual({ id: viewer.id, unlocked: true });
    expectRefusal(await guess(viewer.email), WRONG);
    expect(await locked()).toBeTruthy();
    expect(await admin(['unlock', viewer.email.toUpperCase()], gateway.environment)).toEqual({
      code: 0,
      text: expect.stringContaining('may sign in again'),
    });
    expectRefusal(await guess(viewer.email), WRONG);
    const seen = (await owner.api.get('/api/v1/audit-log?limit=10')).json.data.map(
      ({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`,
    );
    expect(seen).toEqual(expect.arrayContaining(['operator users.unlock', `user:${owner.id} members.unlock`]));
  });

  it('of a hundred simultaneous guesses no more than ten are checked', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => guess('crowd@shop.example')));
    const tried = replies.filter(({ status }) => status === 401).length;
    expect(tried).toBeLessThanOrEqual(10);
    expect(tried + replies.filter(({ status }) => status === 429).length).toBe(100);
  });
});

describe('an address that guesses passwords', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({
      worker: false,
      env: { ...ANOTHER_DEMO_USER, RATE_LIMIT_LOGIN: '3/30m', TRUSTED_PROXIES: '127.0.0.1' },
    });
  });
  afterAll(() => gateway.stop());

  const login = (from: string, body: object) =>
    gateway.shopper.post('/api/v1/auth/login', body, { headers: { 'X-Forwarded-For': from } });

  it('is refused for every account until the limit ends', async () => {
    for (const name of ['a', 'b', 'c'])
      expectRefusal(await login('203.0.113.1', { email: `${name}@shop.example`, password: 'x' }), WRONG);
    expectRefusal(await login('203.0.113.1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
    expectRefusal(await login('::ffff:203.0.113.1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
    for (let times = 0; times < 5; times++) expect((await login('203.0.113.2', DEMO_LOGIN)).status).toBe(200);
    // The holder of one IPv6 address has the whole /64.
    for (const host of [1, 2, 3])
      expectRefusal(await login(`2001:db8:1:1::${host}`, { email: `v6-${host}@shop.example`, password: 'x' }), WRONG);
    expectRefusal(await login('2001:db8:1:1:ffff::1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
    expect((await login('2001:db8:1:2::1', DEMO_LOGIN)).status).toBe(200);
  });

  it('can try no more passwords at once than in sequence: each is counted before the check', async () => {
    const burst = Array.from({ length: 24 }, (_, n) =>
      login('203.0.113.3', { email: `${n}@shop.example`, password: 'x' }),
    );
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(21);
  });

  it('does not block a known device at the same address', async () => {
    const { json } = await login('203.0.113.4', DEMO_LOGIN);
    for (const name of ['a', 'b', 'c']) await login('203.0.113.4', { email: `${name}4@shop.example`, password: 'x' });
    expect((await login('203.0.113.4', DEMO_LOGIN)).status).toBe(429);
    const known = { ...DEMO_LOGIN, device_token: json.device_token };
    expect((await login('203.0.113.4', known)).status).toBe(200);
  });

  it('can test for registered emails no more often than it may guess a password', async () => {
    const taken = { email: DEMO_LOGIN.email, password: PASSWORD, name: 'A' };
    const ask = () =>
      gateway.shopper.post('/api/v1/auth/register', taken, { headers: { 'X-Forwarded-For': '203.0.113.5' } });
    for (let times = 0; times < 3; times++) expect((await ask()).json.error.field).toBe('email');
    expectRefusal(await ask(), { status: 429, code: 'RATE_LIMIT_ERROR' });
  });
});
