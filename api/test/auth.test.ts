import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from './support/client.js';
import { expectRefusal, saying } from './support/envelope.js';
import { DEMO_MERCHANT, Gateway } from './support/gateway.js';
import { admin, start, waitFor } from './support/processes.js';

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
      device_token: expect.stringMatching(/^device_/),
    });
    expect(json.merchants).toEqual([
      {
        id: DEMO_MERCHANT,
        name: 'Test Merchant',
        mode: 'test',
        role: 'owner',
        active: true,
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

  it.each([
    '123456789012',
    '            ',
    'Ravi.Kumar@Chai.example',
    'ravi kumar 2026',
    'P@ssw0rd1234',
    'ＰＡＳＳＷＯＲＤ１２３４',
  ])('the password %j is refused wherever one is chosen, with what to do', async (password) => {
    const refusal = { status: 400, code: 'BAD_REQUEST_ERROR' };
    const person = { email: 'ravi.kumar@chai.example', name: 'Ravi Kumar' };
    const registered = await register({ ...person, password });
    expectRefusal(registered, { ...refusal, field: 'password' });
    expect(registered.json.error.description).toContain('Take several words');
    const { id } = await gateway.newMember('owner');
    await gateway.db.query(
      'UPDATE users SET email = $2, name = $3, password_hash = p.password_hash FROM (SELECT password_hash FROM users WHERE email = $4) p WHERE id = $1',
      [id, person.email, person.name, DEMO_LOGIN.email],
    );
    const { json } = await login({ email: person.email, password: DEMO_LOGIN.password });
    const change = { current_password: DEMO_LOGIN.password, new_password: password };
    expectRefusal(await as(json.token).post('/api/v1/auth/password', change), { ...refusal, field: 'new_password' });
    await gateway.db.query(`UPDATE users SET email = id || '@gone.example' WHERE id = $1`, [id]);
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

  it('strangers who lock an account lock out neither a known device nor the password change of an open session', async () => {
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
    // Each of them is counted by itself: guessing with a stolen token or session comes to an end as well.
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
    // A token of another account, or a forged one, is none.
    const foreign = (await gateway.shopper.post('/api/v1/auth/login', DEMO_LOGIN)).json.device_token;
    for (const forged of [foreign, `${device_token.slice(0, -1)}x`, 'device_'])
      expectRefusal(
        await gateway.shopper.post('/api/v1/auth/login', { email, password: `${PASSWORD}!`, device_token: forged }),
        TOO_MANY,
      );
  });

  it('an admin of the team and the admin command unlock an account, and both are noted', async () => {
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

  it('a hundred guesses at once are no more than ten guesses', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => guess('crowd@shop.example')));
    const tried = replies.filter(({ status }) => status === 401).length;
    expect(tried).toBeLessThanOrEqual(10);
    expect(tried + replies.filter(({ status }) => status === 429).length).toBe(100);
  });
});

describe('an address that guesses', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: { RATE_LIMIT_LOGIN: '3/30m', TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => gateway.stop());

  const login = (from: string, body: object) =>
    gateway.shopper.post('/api/v1/auth/login', body, { headers: { 'X-Forwarded-For': from } });

  it('is refused for every account, until its time is over', async () => {
    for (const name of ['a', 'b', 'c'])
      expectRefusal(await login('203.0.113.1', { email: `${name}@shop.example`, password: 'x' }), WRONG);
    expectRefusal(await login('203.0.113.1', DEMO_LOGIN), { status: 429, code: 'RATE_LIMIT_ERROR' });
    for (let times = 0; times < 5; times++) expect((await login('203.0.113.2', DEMO_LOGIN)).status).toBe(200);
  });

  it('tries no more passwords at once than one after the other: each is counted before it is checked', async () => {
    const burst = Array.from({ length: 24 }, (_, n) =>
      login('203.0.113.3', { email: `${n}@shop.example`, password: 'x' }),
    );
    const statuses = (await Promise.all(burst)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(21);
  });

  it('does not keep a device from signing in that has done so before', async () => {
    const { json } = await login('203.0.113.4', DEMO_LOGIN);
    for (const name of ['a', 'b', 'c']) await login('203.0.113.4', { email: `${name}4@shop.example`, password: 'x' });
    expect((await login('203.0.113.4', DEMO_LOGIN)).status).toBe(429);
    const known = { ...DEMO_LOGIN, device_token: json.device_token };
    expect((await login('203.0.113.4', known)).status).toBe(200);
  });

  it('learns by registering which emails are taken no more often than it may guess a password', async () => {
    const taken = { email: DEMO_LOGIN.email, password: PASSWORD, name: 'A' };
    const ask = () =>
      gateway.shopper.post('/api/v1/auth/register', taken, { headers: { 'X-Forwarded-For': '203.0.113.5' } });
    for (let times = 0; times < 3; times++) expect((await ask()).json.error.field).toBe('email');
    expectRefusal(await ask(), { status: 429, code: 'RATE_LIMIT_ERROR' });
  });
});

describe('outside demo runs', () => {
  const encryption = { ENCRYPTION_KEY: Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64') };
  const env = { DEMO: 'false', METRICS_TOKEN: 'scrape-me-not', ...encryption };

  it('a live merchant that no operator makes takes no orders until an operator activates it, and there is a cap', async () => {
    const gateway = await Gateway.start({ worker: false, env });
    try {
      const viewer = await gateway.newMember('viewer');
      const make = (mode: string, name = 'Shop') => viewer.api.post('/api/v1/merchants', { name, mode });
      const { status, json: live } = await make('live', 'Waiting shop');
      expect([status, live.activated_at]).toEqual([201, null]);
      const owner = gateway.client({ session: viewer.session, merchantId: live.id });
      const key = (await owner.post('/api/v1/api-keys', {})).json;
      const shop = gateway.client({ key: key.id, secret: key.secret });
      const order = (api: Client) => api.post('/api/v1/orders', { amount: 50_000 });
      for (const api of [shop, owner]) {
        const refused = await order(api);
        expectRefusal(refused, { status: 403, code: 'PERMISSION_ERROR' });
        expect(refused.json.error.description).toContain('an operator of this gateway has to activate it');
        expect((await api.get('/api/v1/orders')).status).toBe(200);
      }
      expect((await owner.get('/api/v1/me')).json.merchants).toMatchObject([{}, { id: live.id, active: false }]);
      const listed = await admin(['merchants', '--waiting'], gateway.environment);
      expect(listed).toEqual({ code: 0, text: expect.stringMatching(`${live.id}.*${viewer.email}.*Waiting shop`) });
      expect(await admin(['activate', live.id], gateway.environment)).toMatchObject({ code: 0 });
      await waitFor(async () => (await order(shop)).status === 201, {
        timeoutMs: 8_000,
        what: 'an order of the active shop',
      });
      expect((await owner.get('/api/v1/audit-log?action=merchants.activate')).json.data).toMatchObject([
        { actor: 'operator', object_id: live.id, outcome: 200, detail: { name: 'Waiting shop' } },
      ]);

      for (const [mode, most] of [
        ['live', 4],
        ['test', 10],
      ] as const) {
        const made = await Promise.all(Array.from({ length: 14 }, () => make(mode)));
        expect(made.filter((reply) => reply.status === 201)).toHaveLength(most);
        const refused = made.filter((reply) => reply.status !== 201);
        for (const reply of refused) expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'mode' });
      }

      expect(await admin(['make-operator', viewer.email, '--by', 'asha'], gateway.environment)).toMatchObject({
        code: 0,
      });
      const byOperator = await make('live');
      expect([byOperator.status, typeof byOperator.json.activated_at]).toEqual([201, 'string']);
      expect((await owner.get('/api/v1/me')).json.user.operator).toBe(true);
      expect((await admin(['operators'], gateway.environment)).text).toContain(viewer.email);
      expect(await admin(['remove-operator', viewer.email], gateway.environment)).toMatchObject({ code: 0 });
      expect((await make('live')).status).toBe(400);
      const { rows } = await gateway.db.query('SELECT action, object_id, detail FROM operator_log ORDER BY id');
      expect(rows).toMatchObject([
        { action: 'merchants.activate', object_id: live.id },
        { action: 'operators.add', object_id: viewer.id, detail: { email: viewer.email, by: 'asha' } },
        { action: 'operators.remove', object_id: viewer.id },
      ]);
      await expect(gateway.db.query('DELETE FROM operator_log')).rejects.toThrow('append-only');
      expect((await admin(['log', '--json'], gateway.environment)).text).toContain('operators.remove');
    } finally {
      await gateway.stop();
    }
  }, 120_000);

  it('the admin command says what to do next, and tells by its exit code whether it was done', async () => {
    const nowhere = { DATABASE_URL: 'postgresql://u:p@127.0.0.1:1/none' };
    const [help, ofOne, none, unknown, tooMany, away] = await Promise.all([
      admin(['--help'], {}),
      admin(['activate', '--help'], {}),
      admin([], {}),
      admin(['delete-all'], {}),
      admin(['unlock', 'a@shop.example', 'b@shop.example'], {}),
      admin(['operators'], nowhere),
    ]);
    expect([help, ofOne, none, unknown, tooMany, away].map(({ code }) => code)).toEqual([0, 0, 2, 2, 2, 1]);
    expect(help.text).toContain('unlock EMAIL');
    expect(ofOne.text).toContain('usage: admin activate MERCHANT_ID');
    expect(unknown.text).toMatch(/There is no command delete-all\.[^]*usage: admin/);
    expect(tooMany.text).toContain('unlock takes one argument, EMAIL');
    expect(away.text).toContain('Check that PostgreSQL is reachable');
    for (const { text } of [none, unknown, tooMany, away]) expect(text).not.toContain('    at ');
  });

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
