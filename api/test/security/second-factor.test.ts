import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';
import { addTotp, codeOf, forgetStep, makeStale } from '../support/second-factor.js';
import { openApi } from '../support/conformance.js';

const PASSWORD = 'lantern orbit mustard canyon';
const WRONG_CODE = { status: 401, code: 'AUTHENTICATION_ERROR', reason: 'wrong_code' } as const;
const EXPIRED = { status: 401, code: 'AUTHENTICATION_ERROR', reason: 'sign_in_expired' } as const;
const NOT_FRESH = { status: 403, code: 'PERMISSION_ERROR', reason: 'fresh_factor_required' } as const;
const MISSING = { status: 403, code: 'PERMISSION_ERROR', reason: 'second_factor_missing' } as const;
const FACTOR = '/api/v1/second-factor';
const MAIL = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'gateway@shop.example' };

interface User {
  id: string;
  email: string;
  merchantId: string;
  session: Client;
}

describe('a second factor', () => {
  let gateway: Gateway;
  let count = 0;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: MAIL });
  });
  afterAll(() => gateway.stop());

  const newUser = async (): Promise<User> => {
    const email = `user-${++count}@shop.example`;
    const { json } = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    const session = gateway.client({ session: json.token });
    return { id: json.user.id, email, merchantId: json.merchants[0].id, session };
  };
  const password = (email: string, given = PASSWORD) =>
    gateway.shopper.post('/api/v1/auth/login', { email, password: given });
  const factor = (token: string, code: string) => gateway.shopper.post('/api/v1/auth/second-factor', { token, code });
  const sessionOf = ({ json }: Reply) => gateway.client({ session: json.token });
  const audited = async (user: User) =>
    (
      await gateway.db.query<{ entry: string }>(
        `SELECT action || ' ' || outcome AS entry FROM audit_log WHERE actor = 'user:' || $1 ORDER BY id`,
        [user.id],
      )
    ).rows.map(({ entry }) => entry);

  it('is added with a code of the app, ends the other sessions, and gives ten recovery codes once', async () => {
    const user = await newUser();
    const other = sessionOf(await password(user.email));
    const { json } = await user.session.post(`${FACTOR}/totp`);
    expect(json.otpauth_url).toContain(json.secret);
    expectRefusal(await user.session.post(`${FACTOR}/totp/confirm`, { code: '000000' }), WRONG_CODE);
    expect((await user.session.get(FACTOR)).json).toEqual({ totp_since: null, passkeys: [], recovery_codes_left: 0 });
    const confirmed = await user.session.post(`${FACTOR}/totp/confirm`, { code: codeOf(json.secret) });
    expect(new Set(confirmed.json.recovery_codes).size).toBe(10);
    expect((await user.session.get(FACTOR)).json).toEqual({
      totp_since: expect.any(String),
      passkeys: [],
      recovery_codes_left: 10,
    });
    expect((await user.session.get('/api/v1/me')).json.user.second_factor).toBe(true);
    expect((await other.get('/api/v1/me')).status).toBe(401);
    expectRefusal(await user.session.post(`${FACTOR}/totp`), {
      status: 400,
      code: 'BAD_REQUEST_ERROR',
      reason: 'second_factor_exists',
    });
    expect(await audited(user)).toEqual(
      expect.arrayContaining(['second_factor.add_totp 401', 'second_factor.add_totp 200']),
    );
    const { rows } = await gateway.db.query(`SELECT FROM mails WHERE kind = 'factor_changed' AND recipient = $1`, [
      user.email,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('the password alone opens nothing: its token takes a code and no other request', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    const first = await password(user.email);
    expect(first.json).toMatchObject({
      token: expect.stringMatching(/^signin_/),
      second_factor: { methods: ['totp', 'recovery_code'] },
      merchants: [],
      device_token: '',
    });
    for (const path of ['/api/v1/me', '/api/v1/orders', '/api/v1/sessions', FACTOR])
      expect((await sessionOf(first).get(path)).status).toBe(401);
    expectRefusal(await factor(first.json.token, '000000'), WRONG_CODE);
    const second = await factor(first.json.token, codeOf(secret, 1));
    expect(second.json).toMatchObject({ second_factor: null, device_token: expect.stringMatching(/^device_/) });
    expect((await sessionOf(second).get('/api/v1/me')).json.user.email).toBe(user.email);
    expectRefusal(await factor(first.json.token, codeOf(secret, 1)), EXPIRED);
    expect(await audited(user)).toEqual(expect.arrayContaining(['auth.login 401', 'auth.login 200']));
  });

  it('a code is accepted once, however many requests bring it at once', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    await forgetStep(gateway, user.id);
    const tokens = await Promise.all(Array.from({ length: 4 }, async () => (await password(user.email)).json.token));
    const code = codeOf(secret);
    const statuses = (await Promise.all(tokens.map((token) => factor(token, code)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => ![200, 401, 429].includes(status))).toEqual([]);
    expectRefusal(await factor((await password(user.email)).json.token, codeOf(secret, -1)), WRONG_CODE);
  });

  it('a clock one step early or late is accepted, two steps are not', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    for (const [steps, status] of [
      [-1, 200],
      [1, 200],
      [-3, 401],
      [3, 401],
    ] as const) {
      await forgetStep(gateway, user.id);
      const { token } = (await password(user.email)).json;
      expect([steps, (await factor(token, codeOf(secret, steps))).status]).toEqual([steps, status]);
    }
  });

  it('a recovery code works once, is stored as a hash, and new codes replace the old ones', async () => {
    const user = await newUser();
    const { secret, recoveryCodes } = await addTotp(user.session);
    const [first = '', second = ''] = recoveryCodes;
    const enter = async (code: string) => factor((await password(user.email)).json.token, code);
    expect((await enter(first.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expectRefusal(await enter(first), WRONG_CODE);
    expect((await user.session.get(FACTOR)).json.recovery_codes_left).toBe(9);
    const { rows } = await gateway.db.query<{ row: string }>(
      `SELECT r::text AS row FROM recovery_codes r UNION ALL SELECT t::text FROM totp_factors t`,
    );
    const stored = rows.map(({ row }) => row).join('\n');
    for (const text of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(stored).not.toContain(text);
    expect(gateway.logs()).not.toContain(secret);
    const renewed = (await user.session.post(`${FACTOR}/recovery-codes`)).json.recovery_codes as string[];
    expectRefusal(await enter(second), WRONG_CODE);
    expect((await enter(renewed[0] ?? '')).status).toBe(200);
  });

  it('ten wrong codes lock the factor for all sign-ins of the user, and an unlock ends it', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    const token = async () => (await password(user.email)).json.token as string;
    const unblock = `UPDATE login_failures SET blocked_until = now() WHERE blocked_until < now() + interval '20 minutes'`;
    for (let wrong = 0; wrong < 10; wrong++) {
      expectRefusal(await factor(await token(), '000000'), WRONG_CODE);
      await gateway.db.query(unblock);
    }
    const locked = await factor(await token(), codeOf(secret, 1));
    expectRefusal(locked, { status: 429, code: 'RATE_LIMIT_ERROR', reason: 'too_many_failed_logins' });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(20 * 60);
    await user.session.post(`/api/v1/members/${user.id}/unlock`);
    expect((await factor(await token(), codeOf(secret, 1))).status).toBe(200);
  });

  it('a sign-in waits ten minutes for its code; guessed tokens are limited', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    const { token } = (await password(user.email)).json;
    await gateway.db.query('UPDATE sign_ins SET expires_at = now() WHERE user_id = $1', [user.id]);
    expectRefusal(await factor(token, codeOf(secret, 1)), EXPIRED);
    expectRefusal(await factor('signin_guessed', codeOf(secret, 1)), EXPIRED);
  });

  it('a new password, by mail or by the user, does not go around it, and ends sign-ins that wait', async () => {
    const user = await newUser();
    const { secret } = await addTotp(user.session);
    const waiting = (await password(user.email)).json.token;
    const changed = { current_password: PASSWORD, new_password: 'another horse another staple' };
    expect((await user.session.post('/api/v1/auth/password', changed)).status).toBe(200);
    expectRefusal(await factor(waiting, codeOf(secret, 1)), EXPIRED);
    await gateway.db.query(
      `INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES (sha256('mailed'), $1, now() + interval '1 hour')`,
      [user.id],
    );
    const reset = { token: 'mailed', new_password: 'violet anchor pumpkin gravel' };
    expect((await gateway.shopper.post('/api/v1/auth/password-reset/confirm', reset)).json).toEqual({ done: true });
    const { json } = await password(user.email, reset.new_password);
    expect(json).toMatchObject({ second_factor: { methods: ['totp', 'recovery_code'] }, merchants: [] });
    expect((await factor(json.token, codeOf(secret, 1))).status).toBe(200);
  });

  it('an invite is taken only after the code', async () => {
    const [owner, user] = [await newUser(), await newUser()];
    const { secret } = await addTotp(user.session);
    const { json } = await owner.session.post('/api/v1/members', { email: user.email, role: 'viewer' });
    const invite = (json.invite_url as string).split('invite=')[1];
    const body = { email: user.email, password: PASSWORD, name: 'Asha', invite };
    const joined = await gateway.shopper.post('/api/v1/auth/register', body);
    expect(joined.json.second_factor).not.toBeNull();
    const members = async () => (await owner.session.get('/api/v1/members')).json.data.length as number;
    expect(await members()).toBe(1);
    expect((await factor(joined.json.token, codeOf(secret, 1))).json.merchants).toHaveLength(2);
    expect(await members()).toBe(2);
  });

  it('factors change only with a fresh factor: the password without one, a code with one', async () => {
    const user = await newUser();
    const confirm = (body: object) => user.session.post('/api/v1/auth/confirm', body);
    await makeStale(gateway, user.id);
    expectRefusal(await user.session.post(`${FACTOR}/totp`), NOT_FRESH);
    expectRefusal(await confirm({ password: 'wrong' }), { status: 401, code: 'AUTHENTICATION_ERROR' });
    expectRefusal(await confirm({}), { status: 400, code: 'BAD_REQUEST_ERROR', field: 'password' });
    const { json } = await confirm({ password: PASSWORD });
    expect(Math.abs(Date.parse(json.fresh_until) - Date.now() - 600_000)).toBeLessThan(10_000);
    const { secret } = await addTotp(user.session);
    await makeStale(gateway, user.id);
    for (const [method, path] of [
      ['DELETE', `${FACTOR}/totp`],
      ['POST', `${FACTOR}/recovery-codes`],
    ] as const)
      expectRefusal(await user.session.call(method, path, undefined), NOT_FRESH);
    expectRefusal(await confirm({ password: PASSWORD }), { status: 400, code: 'BAD_REQUEST_ERROR', field: 'code' });
    expectRefusal(await confirm({ code: '000000' }), WRONG_CODE);
    expect((await confirm({ code: codeOf(secret, 1) })).status).toBe(200);
    expect((await user.session.delete(`${FACTOR}/totp`)).json).toEqual({ done: true });
    expect((await user.session.get(FACTOR)).json).toEqual({ totp_since: null, passkeys: [], recovery_codes_left: 0 });
    expect((await password(user.email)).json.second_factor).toBeNull();
  });

  it('an owner requires it of all members, who add one before anything else', async () => {
    const owner = await newUser();
    const rule = { requires_second_factor: true };
    expectRefusal(await owner.session.patch('/api/v1/merchant', rule), MISSING);
    await addTotp(owner.session);
    const admin = await gateway.newMember('admin', owner.merchantId);
    expectRefusal(await admin.api.patch('/api/v1/merchant', rule), { status: 403, code: 'PERMISSION_ERROR' });
    await makeStale(gateway, owner.id);
    expectRefusal(await owner.session.patch('/api/v1/merchant', rule), NOT_FRESH);
    await gateway.db.query('UPDATE sessions SET proved_at = now() WHERE user_id = $1', [owner.id]);
    expect((await owner.session.patch('/api/v1/merchant', rule)).json).toMatchObject(rule);
    for (const { path } of reads()) expectRefusal(await admin.api.get(path), MISSING);
    const { json } = await admin.api.get('/api/v1/me');
    expect(json).toMatchObject({ user: { second_factor: false }, merchants: [rule] });
    await addTotp(admin.api);
    expect((await admin.api.get('/api/v1/orders')).status).toBe(200);
    const { data } = (await owner.session.get('/api/v1/members')).json;
    expect(data).toMatchObject([{ second_factor: true }, { second_factor: true }]);
  });

  it('only an owner of all the member’s merchants resets it; the member’s sessions end', async () => {
    const [owner, stranger] = [await newUser(), await newUser()];
    const member = await gateway.newMember('admin', owner.merchantId);
    await addTotp(member.api);
    const path = `/api/v1/members/${member.id}/reset-second-factor`;
    const admin = await gateway.newMember('admin', owner.merchantId);
    expectRefusal(await admin.api.post(path), { status: 403, code: 'PERMISSION_ERROR', reason: 'owner_required' });
    await gateway.db.query(`INSERT INTO memberships (merchant_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
      stranger.merchantId,
      member.id,
    ]);
    for (const { session } of [owner, stranger])
      expectRefusal(await session.post(path), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        reason: 'second_factor_elsewhere',
      });
    await gateway.db.query(`DELETE FROM memberships WHERE merchant_id = $1 AND user_id = $2`, [
      stranger.merchantId,
      member.id,
    ]);
    await makeStale(gateway, owner.id);
    expectRefusal(await owner.session.post(path), NOT_FRESH);
    await gateway.db.query('UPDATE sessions SET proved_at = now() WHERE user_id = $1', [owner.id]);
    expect((await owner.session.post(path)).json).toEqual({ id: member.id, reset: true });
    expect((await member.api.get('/api/v1/me')).status).toBe(401);
    expect((await owner.session.post(path)).json).toEqual({ id: member.id, reset: false });
  });

  /** Every list that a session may read. */
  const reads = () =>
    Object.entries(openApi.paths)
      .filter(([path, methods]) => path.startsWith('/api/v1/') && !path.includes('{') && 'get' in methods)
      .filter(([path]) => !/\/(me|sessions|second-factor|public.*|stream|test\/.*|invites|policy-reports)$/.test(path))
      .map(([path]) => ({ path }));
});
