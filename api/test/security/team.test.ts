import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissionsOf, ROLES } from '../../src/accounts/access/permissions.js';
import type { Client } from '../support/client.js';
import { expectRefusal, comparable } from '../support/envelope.js';
import { DEMO_MERCHANT, Gateway, type Member, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { type Route, routesOf } from '../support/routes.js';

const PASSWORD = 'a password of some length';
const FORBIDDEN = { status: 403, code: 'PERMISSION_ERROR' };
const REFUSED = { status: 400, code: 'BAD_REQUEST_ERROR' };

describe('a team', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Member;
  let admin: Member;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant();
    owner = await gateway.newMember('owner', merchant.id);
    admin = await gateway.newMember('admin', merchant.id);
  });
  afterAll(() => gateway.stop());

  const invite = async (email: string, role = 'support', by: Client = owner.api) => {
    const { json } = await by.post('/api/v1/members', { email, role });
    return { ...json, token: new URL(json.invite_url).searchParams.get('invite') ?? '' };
  };
  const register = (body: object) =>
    gateway.shopper.post('/api/v1/auth/register', { name: 'Asha', password: PASSWORD, ...body });
  const team = async () => (await owner.api.get('/api/v1/members')).json;

  it('an invite is shown once, names its merchant, and adds a member with its role', async () => {
    const invited = await invite('Asha@Shop.example');
    expect(invited.invite_url).toMatch(/^http:\/\/localhost:3000\/register\?invite=[\w-]{43}$/);
    expect((await gateway.shopper.get(`/api/v1/auth/invites/${invited.token}`)).json).toEqual({
      email: 'asha@shop.example',
      role: 'support',
      merchant: 'Another merchant',
      mode: 'test',
    });
    expect((await team()).invites).toMatchObject([{ id: invited.id, email: 'asha@shop.example' }]);
    const elsewhere = await register({ email: 'other@shop.example', invite: invited.token });
    expectRefusal(elsewhere, { ...REFUSED, field: 'email' });
    const { status, json } = await register({ email: 'asha@shop.example', invite: invited.token });
    expect([status, json.merchants]).toMatchObject([201, [{ id: merchant.id, role: 'support' }]]);
    expect((await team()).invites).toEqual([]);
    const again = await register({ email: 'asha@shop.example', invite: invited.token });
    expectRefusal(again, { ...REFUSED, field: 'invite' });
    expectRefusal(await owner.api.post('/api/v1/members', { email: 'asha@shop.example', role: 'admin' }), {
      ...REFUSED,
      field: 'email',
    });
  });

  it('a user with an account accepts an invite with their password', async () => {
    await register({ email: 'ravi@shop.example' });
    const { token } = await invite('ravi@shop.example', 'developer');
    expect(
      (await register({ email: 'ravi@shop.example', invite: token, password: 'quite another lamp orbit' })).status,
    ).toBe(401);
    const { json } = await register({ email: 'ravi@shop.example', invite: token });
    expect(json.merchants).toMatchObject([{ role: 'owner' }, { id: merchant.id, role: 'developer' }]);
  });

  it('an expired, withdrawn or replaced invite is refused', async () => {
    const open = (token: string) => gateway.shopper.get(`/api/v1/auth/invites/${token}`);
    const [first, second] = [await invite('mira@shop.example'), await invite('mira@shop.example', 'viewer')];
    expect([(await open(first.token)).status, (await open(second.token)).status]).toEqual([404, 200]);
    expect((await owner.api.delete(`/api/v1/members/${second.id}`)).json).toMatchObject({
      id: second.id,
      deleted: true,
    });
    expect((await open(second.token)).status).toBe(404);
    const old = await invite('mira@shop.example');
    await gateway.db.query('UPDATE invites SET expires_at = now() WHERE id = $1', [old.id]);
    expect((await open(old.token)).status).toBe(404);
    expectRefusal(await register({ email: 'mira@shop.example', invite: old.token }), { ...REFUSED, field: 'invite' });
  });

  it('only owners change owners, and the last owner cannot be removed or demoted', async () => {
    const refusals = [
      admin.api.post('/api/v1/members', { email: 'x@shop.example', role: 'owner' }),
      admin.api.patch(`/api/v1/members/${owner.id}`, { role: 'viewer' }),
      admin.api.patch(`/api/v1/members/${admin.id}`, { role: 'owner' }),
      admin.api.delete(`/api/v1/members/${owner.id}`),
    ];
    for (const reply of await Promise.all(refusals)) expectRefusal(reply, FORBIDDEN);
    expectRefusal(await owner.api.patch(`/api/v1/members/${owner.id}`, { role: 'admin' }), REFUSED);
    expectRefusal(await owner.api.delete(`/api/v1/members/${owner.id}`), REFUSED);
    const second = await gateway.newMember('viewer', merchant.id);
    expect((await owner.api.patch(`/api/v1/members/${second.id}`, { role: 'owner' })).json).toMatchObject({
      id: second.id,
      role: 'owner',
    });
    const both = [owner, second].map(({ id, api }) => api.patch(`/api/v1/members/${id}`, { role: 'viewer' }));
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 400]);
    await gateway.db.query(`UPDATE memberships SET role = 'owner' WHERE user_id = $1`, [owner.id]);
  });

  it('a made-up invite does not reveal whether an email is registered, whatever the password', async () => {
    for (const password of [PASSWORD, 'demo-password-2026']) {
      const replies = await Promise.all(
        ['test@example.com', 'nobody@shop.example'].map((email) =>
          register({ email, password, invite: 'x'.repeat(43) }),
        ),
      );
      for (const reply of replies) expectRefusal(reply, { ...REFUSED, field: 'invite' });
      expect(comparable(replies[0]!)).toEqual(comparable(replies[1]!));
    }
    // Neither does an invite for another email, or a weak password.
    const { token } = await invite('tara@shop.example');
    const of = (email: string, password: string) => register({ email, password, invite: token });
    const others = [await of('test@example.com', PASSWORD), await of('nobody@shop.example', PASSWORD)];
    expect(comparable(others[0]!)).toEqual(comparable(others[1]!));
    expectRefusal(await of('tara@shop.example', '123456789012'), { ...REFUSED, field: 'password' });
    expect((await gateway.db.query(`SELECT FROM login_failures`)).rowCount).toBe(0);
  });

  it('the keys of a removed member are revoked or kept, and the caller must choose', async () => {
    const [one, other] = [
      await gateway.newMember('developer', merchant.id),
      await gateway.newMember('developer', merchant.id),
    ];
    const made = async ({ api }: typeof one) => (await api.post('/api/v1/api-keys', { name: 'theirs' })).json;
    const [first, rolled, kept] = [await made(one), await made(other), await made(other)];
    const second = (await one.api.post(`/api/v1/api-keys/${rolled.id}/roll`, { expire_old_in: 0 })).json;
    expect([first.created_by, second.created_by]).toEqual(
      Array(2).fill({ id: one.id, name: 'A developer', is_member: true }),
    );
    const member = async () =>
      (await team()).data.find(({ id }: { id: string }) => id === one.id) as { api_keys: number } | undefined;
    expect((await member())?.api_keys).toBe(2);
    const remove = (id: string, query = '') => owner.api.delete(`/api/v1/members/${id}${query}`);
    const undecided = await remove(one.id);
    expectRefusal(undecided, { ...REFUSED, field: 'api_keys' });
    expect(undecided.json.error.description).toContain('?api_keys=revoke');
    expectRefusal(await remove(one.id, '?api_keys=maybe'), { ...REFUSED, field: 'api_keys' });
    expect(await member()).toBeDefined();

    expect((await remove(one.id, '?api_keys=revoke')).json).toEqual({
      id: one.id,
      deleted: true,
      revoked_api_keys: [first.id, second.id],
      kept_api_keys: [],
    });
    const opens = async ({ id, secret }: { id: string; secret: string }) =>
      (await gateway.client({ key: id, secret }).get('/api/v1/orders')).status;
    await waitFor(async () => (await opens(first)) === 401 && (await opens(second)) === 401, {
      timeoutMs: 8_000,
      what: 'the end of their keys',
    });
    expect((await remove(other.id, '?api_keys=keep')).json).toMatchObject({
      revoked_api_keys: [],
      kept_api_keys: [kept.id],
    });
    expect(await opens(kept)).toBe(200);
    const listed = (await owner.api.get('/api/v1/api-keys')).json.data.find(({ id }: { id: string }) => id === kept.id);
    expect(listed.created_by).toEqual({ id: other.id, name: 'A developer', is_member: false });
    const [entry] = (await owner.api.get(`/api/v1/audit-log?object_id=${one.id}&action=members.remove&limit=1`)).json
      .data;
    expect(entry.detail).toEqual({ api_keys: 'revoke' });
  });

  it('the invites of a removed member are refused', async () => {
    const leaving = await gateway.newMember('admin', merchant.id);
    const { token } = await invite('friend@shop.example', 'admin', leaving.api);
    expect((await owner.api.delete(`/api/v1/members/${leaving.id}`)).status).toBe(200);
    expect((await gateway.shopper.get(`/api/v1/auth/invites/${token}`)).status).toBe(404);
  });

  it('a removed member loses access at once', async () => {
    const viewer = await gateway.newMember('viewer', merchant.id);
    expect((await viewer.api.get('/api/v1/orders')).status).toBe(200);
    expect((await admin.api.delete(`/api/v1/members/${viewer.id}`)).status).toBe(200);
    expectRefusal(await viewer.api.get('/api/v1/orders'), { status: 404, code: 'NOT_FOUND_ERROR' });
  });
});

describe('roles', () => {
  let gateway: Gateway;
  let live: Merchant;
  let routes: Route[];
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    live = await gateway.newMerchant({ mode: 'live' });
    routes = (await routesOf(gateway)).filter(({ secured, people }) => secured || people);
  });
  afterAll(() => gateway.stop());

  const ask = (api: Client, { method, path }: Route) =>
    api.call(method, path.replace('{id}', 'none'), method === 'GET' ? undefined : {});
  const isStream = ({ path }: Route) => path.endsWith('/stream');

  it.each(ROLES.flatMap((role) => (['test', 'live'] as const).map((mode) => ({ role, mode }))))(
    'a $role of a $mode merchant may do exactly what the table permits, on every route',
    async ({ role, mode }) => {
      const merchantId = mode === 'test' ? DEMO_MERCHANT : live.id;
      const [member, key] = [await gateway.newMember(role, merchantId), gateway.client(await keyWithNothing())];
      const may = permissionsOf(role, mode);
      let refused = 0;
      for (const route of routes.filter((one) => !isStream(one))) {
        // The error for a key without scopes names the permission that the route needs.
        const needed = /needs the permission ([a-z:]+)$/.exec(
          (await ask(key, route)).json?.error?.description ?? '',
        )?.[1];
        if (!needed) continue;
        const { status } = await ask(member.api, route);
        expect([route.path, needed, status === 403]).toEqual([route.path, needed, !may.has(needed as never)]);
        refused += status === 403 ? 1 : 0;
      }
      expect(refused > 0).toBe(role !== 'admin' && role !== 'owner');
    },
  );

  async function keyWithNothing() {
    const credentials = { key: `key_test_${Math.floor(performance.now() * 1000)}`, secret: 'secret_test_none' };
    await gateway.newApiKey(DEMO_MERCHANT, 'test', credentials, []);
    return credentials;
  }

  it('no API key may do what only users may, whatever its scopes', async () => {
    const people = routes.filter((route) => route.people);
    expect(people.length).toBeGreaterThan(12);
    for (const route of people)
      expect([route.path, [401, 403]]).toEqual([
        route.path,
        expect.arrayContaining([(await ask(gateway.api, route)).status]),
      ]);
  });
});
