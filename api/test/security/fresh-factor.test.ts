import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client, Reply } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { ANOTHER_DEMO_USER, Gateway, type Member } from '../support/gateway.js';
import { addTotp, codeOf, forgetStep, makeStale } from '../support/second-factor.js';

const NOT_FRESH = { status: 403, code: 'PERMISSION_ERROR', reason: 'fresh_factor_required' } as const;
const ROLES = ['viewer', 'support', 'developer', 'admin', 'owner'] as const;
const KEYS = ['developer', 'admin', 'owner'];
const TEAM = ['admin', 'owner'];
const PASSWORD = 'lantern orbit mustard canyon';

/** A change: who may make it with a fresh factor, and whether a test merchant needs one. */
interface Change {
  roles: readonly string[];
  inTest: boolean;
  make: (api: Client, ids: { key: string; endpoint: string; member: string; account: string }) => Promise<Reply>;
}

const CHANGES: Record<string, Change> = {
  'make a key': {
    roles: KEYS,
    inTest: false,
    make: (api) => api.post('/api/v1/api-keys', { scopes: ['events:read'] }),
  },
  'roll a key': { roles: KEYS, inTest: false, make: (api, { key }) => api.post(`/api/v1/api-keys/${key}/roll`) },
  'revoke a key': { roles: KEYS, inTest: false, make: (api, { key }) => api.delete(`/api/v1/api-keys/${key}`) },
  'read the return secret': { roles: KEYS, inTest: false, make: (api) => api.get('/api/v1/merchant/return-secret') },
  'rotate the return secret': {
    roles: KEYS,
    inTest: false,
    make: (api) => api.post('/api/v1/merchant/return-secret/rotate'),
  },
  'add an endpoint': {
    roles: KEYS,
    inTest: false,
    make: (api) => api.post('/api/v1/webhook-endpoints', { kind: 'inbox' }),
  },
  'change an endpoint': {
    roles: KEYS,
    inTest: false,
    make: (api, { endpoint }) => api.patch(`/api/v1/webhook-endpoints/${endpoint}`, { description: 'x' }),
  },
  'rotate an endpoint’s secret': {
    roles: KEYS,
    inTest: false,
    make: (api, { endpoint }) => api.post(`/api/v1/webhook-endpoints/${endpoint}/rotate-secret`, { overlap: 0 }),
  },
  'invite a member': {
    roles: TEAM,
    inTest: true,
    make: (api) => api.post('/api/v1/members', { email: 'new@shop.example', role: 'viewer' }),
  },
  'change a role': {
    roles: TEAM,
    inTest: true,
    make: (api, { member }) => api.patch(`/api/v1/members/${member}`, { role: 'support' }),
  },
  'change a connector account': {
    roles: TEAM,
    inTest: true,
    make: (api, { account }) => api.patch(`/api/v1/connector-accounts/${account}`, { label: 'Cards' }),
  },
};

describe('a fresh factor', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: ANOTHER_DEMO_USER });
  });
  afterAll(() => gateway.stop());

  /** A merchant with what the changes need. */
  async function merchantOf(mode: 'test' | 'live') {
    const merchant = await gateway.newMerchant({ mode });
    const { api } = merchant;
    const endpoint = (await api.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).json.id as string;
    const member = (await gateway.newMember('viewer', merchant.id)).id;
    const account = (await api.get('/api/v1/connector-accounts')).json.data[0]?.id as string | undefined;
    const narrow = { key: `key_${mode}_${member.replaceAll('-', '')}`, secret: `secret_${member}` };
    await gateway.newApiKey(merchant.id, mode, narrow, ['events:read']);
    return { merchant, ids: { key: narrow.key, endpoint, member, account: account ?? 'ca_none' } };
  }

  it.each(['test', 'live'] as const)('the role matrix of a %s merchant, with it and without', async (mode) => {
    for (const [name, { roles, inTest, make }] of Object.entries(CHANGES)) {
      for (const role of ROLES) {
        const { merchant, ids } = await merchantOf(mode);
        const user = await gateway.newMember(role, merchant.id);
        await makeStale(gateway, user.id);
        const stale = await make(user.api, ids);
        await gateway.db.query('UPDATE sessions SET proved_at = now() WHERE user_id = $1', [user.id]);
        const fresh = await make(user.api, ids);
        const may = roles.includes(role);
        const asked = may && (mode === 'live' || inTest);
        const reasonOf = ({ json }: Reply) => json?.error?.reason as string | undefined;
        expect([name, role, reasonOf(stale)]).toEqual([
          name,
          role,
          asked ? 'fresh_factor_required' : may ? reasonOf(stale) : 'permission_missing',
        ]);
        if (may && !asked) expect([name, role, stale.status]).not.toEqual([name, role, 403]);
        expect([name, role, reasonOf(fresh) === 'permission_missing']).toEqual([name, role, !may]);
        expect(reasonOf(fresh)).not.toBe('fresh_factor_required');
      }
    }
  });

  describe('a stolen cookie alone', () => {
    let live: Awaited<ReturnType<typeof merchantOf>>;
    let owner: Member;
    beforeAll(async () => {
      live = await merchantOf('live');
      owner = await gateway.newMember('owner', live.merchant.id);
      await makeStale(gateway, owner.id);
    });

    it('makes no key, no owner, no live merchant, no second factor, and changes no endpoint', async () => {
      const { ids } = live;
      const attempts = [
        ['POST', '/api/v1/api-keys', {}],
        ['POST', '/api/v1/members', { email: 'thief@evil.example', role: 'owner' }],
        ['POST', '/api/v1/members', { email: 'thief@evil.example', role: 'developer' }],
        ['PATCH', `/api/v1/members/${ids.member}`, { role: 'owner' }],
        ['DELETE', `/api/v1/members/${ids.member}`, undefined],
        ['POST', '/api/v1/merchants', { name: 'Front', mode: 'live' }],
        ['PATCH', `/api/v1/webhook-endpoints/${ids.endpoint}`, { enabled: false }],
        ['POST', '/api/v1/connector-accounts', { connector: 'simulated', label: 'Mine' }],
        ['PATCH', '/api/v1/merchant', { requires_second_factor: false }],
        ['POST', '/api/v1/second-factor/totp', undefined],
        ['GET', '/api/v1/merchant/return-secret', undefined],
      ] as const;
      for (const [method, path, body] of attempts) expectRefusal(await owner.api.call(method, path, body), NOT_FRESH);
      const { rows } = await gateway.db.query('SELECT FROM invites WHERE merchant_id = $1', [live.merchant.id]);
      expect(rows).toEqual([]);
      expect((await owner.api.get('/api/v1/orders')).status).toBe(200);
      expect((await owner.api.post('/api/v1/merchants', { name: 'Sandbox', mode: 'test' })).status).toBe(201);
    });

    it('does not become fresh by guesses: they are counted per session', async () => {
      const unblock = `UPDATE login_failures SET blocked_until = now() WHERE blocked_until < now() + interval '20 minutes'`;
      for (let wrong = 0; wrong < 10; wrong++) {
        const reply = await owner.api.post('/api/v1/auth/confirm', { password: `guess ${wrong}` });
        expectRefusal(reply, { status: 401, code: 'AUTHENTICATION_ERROR', reason: 'wrong_password' });
        await gateway.db.query(unblock);
      }
      const reply = await owner.api.post('/api/v1/auth/confirm', { password: 'guess' });
      expectRefusal(reply, { status: 429, code: 'RATE_LIMIT_ERROR', reason: 'too_many_failed_logins' });
    });
  });

  it('lasts ten minutes of the database’s clock after a sign-in or a confirmation, for that session alone', async () => {
    const email = 'fresh@shop.example';
    const registered = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    const { token, user } = registered.json;
    const first = gateway.client({ session: token });
    const login = await gateway.shopper.post('/api/v1/auth/login', { email, password: PASSWORD });
    const second = gateway.client({ session: login.json.token });
    const invite = (api: Client) => api.post('/api/v1/members', { email: 'ravi@shop.example', role: 'viewer' });
    expect((await invite(first)).status).toBe(201);
    const set = (age: string) =>
      gateway.db.query(`UPDATE sessions SET proved_at = now() - $2::interval WHERE user_id = $1`, [user.id, age]);
    await set('9 minutes 50 seconds');
    expect((await invite(first)).status).toBe(201);
    await set('10 minutes 1 second');
    expectRefusal(await invite(first), NOT_FRESH);
    expect((await first.post('/api/v1/auth/confirm', { password: PASSWORD })).status).toBe(200);
    expect((await invite(first)).status).toBe(201);
    expectRefusal(await invite(second), NOT_FRESH);
  });

  it('with a second factor a code is asked for, and the request succeeds with the same idempotency key', async () => {
    const { merchant } = await merchantOf('live');
    const owner = await gateway.newMember('owner', merchant.id);
    const { secret } = await addTotp(owner.api);
    await forgetStep(gateway, owner.id);
    await makeStale(gateway, owner.id);
    const make = () => owner.api.post('/api/v1/api-keys', { name: 'Server' }, { key: 'make-the-key-once' });
    const refused = await make();
    expectRefusal(refused, NOT_FRESH);
    expect(refused.json.error.description).toMatch(/send a code .* to POST \/api\/v1\/auth\/confirm/);
    expect((await owner.api.post('/api/v1/auth/confirm', { code: codeOf(secret) })).status).toBe(200);
    const made = await make();
    expect(made.status).toBe(201);
    expect((await make()).json.id).toBe(made.json.id);
    await makeStale(gateway, owner.id);
    expectRefusal(await make(), NOT_FRESH); // a replay shows the secret, so it is guarded as well
  });

  it('API keys need none: they have scopes', async () => {
    const { merchant } = await merchantOf('live');
    expect((await merchant.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).status).toBe(201);
  });
});
