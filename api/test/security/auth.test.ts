import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../support/client.js';
import { expectRefusal, comparable } from '../support/envelope.js';
import { ANOTHER_DEMO_USER, DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { start, waitFor } from '../support/processes.js';

const DEMO_LOGIN = { email: 'test@example.com', password: 'demo-password-2026' };
const WRONG = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Wrong email or password' };
const ENDED = { status: 401, code: 'AUTHENTICATION_ERROR', description: 'Your session has ended: sign in again' };
const PASSWORD = 'a password of some length';

describe('signing in', () => {
  let gateway: Gateway;
  let shopper: Client;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: ANOTHER_DEMO_USER });
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
        locale: 'en-IN',
        mode: 'test',
        time_zone: 'UTC',
        role: 'owner',
        active: true,
        requires_second_factor: false,
        permissions: expect.arrayContaining(['team:write']),
      },
    ]);
    expect((await as(json.token).get('/api/v1/orders')).status).toBe(200);
  });

  it('a wrong password and an unknown account are refused with the same description', async () => {
    const replies = [
      await login({ ...DEMO_LOGIN, password: 'wrong' }),
      await login({ email: 'nobody@shop.example', password: 'wrong' }),
    ];
    for (const reply of replies) expectRefusal(reply, WRONG);
    expect(comparable(replies[0]!)).toEqual(comparable(replies[1]!));
    await login();
  });

  it('only the user of a demo run signs in with any password', async () => {
    const email = ANOTHER_DEMO_USER.TEST_MERCHANT_EMAIL;
    const rename = 'UPDATE users SET email = $2 WHERE email = $1';
    await gateway.db.query(rename, [DEMO_LOGIN.email, email]);
    const { status, json } = await login({ email: ' Demo@Shop.example', password: 'x' });
    expect([status, json.user]).toMatchObject([200, { email }]);
    expect(json.merchants).toMatchObject([{ name: 'Test Merchant', role: 'owner' }]);
    await gateway.db.query(rename, [email, DEMO_LOGIN.email]);
    expectRefusal(await login({ ...DEMO_LOGIN, password: 'x' }), WRONG);
  });

  it('case and surrounding spaces of an email are ignored', async () => {
    expect((await login({ ...DEMO_LOGIN, email: ' Test@Example.com ' })).status).toBe(200);
  });

  it('a login replaces the session that it was sent with, and no other', async () => {
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

  it('tokens and passwords are stored only as hashes', async () => {
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

  it('registering creates a user with their own test merchant', async () => {
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
  ])('the password %j is refused wherever one is chosen, with a hint', async (password) => {
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
