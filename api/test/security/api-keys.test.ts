import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Member, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const KEYS = '/api/v1/api-keys';

describe('API keys', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Member;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant();
    owner = await gateway.newMember('owner', merchant.id);
  });
  afterAll(() => gateway.stop());

  const opens = async ({ id, secret }: { id: string; secret: string }, path = '/api/v1/orders') =>
    (await gateway.client({ key: id, secret }).get(path)).status;

  it('a new key works at once; its test secret can be shown again to users who may create such a key', async () => {
    const { status, json } = await owner.api.post(KEYS, { name: 'Shop server' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      name: 'Shop server',
      mode: 'test',
      scopes: null,
      last_used_at: null,
      expires_at: null,
    });
    expect(json.id).toMatch(/^key_test_[0-9a-f]{24}$/);
    expect(json.secret).toMatch(/^secret_test_[\w-]{43}$/);
    expect(await opens(json)).toBe(200);
    const secrets = async (role: string) => {
      const { api } = await gateway.newMember(role, merchant.id);
      return (await api.get(KEYS)).json.data.find(({ id }: { id: string }) => id === json.id).secret;
    };
    expect([await secrets('admin'), await secrets('viewer')]).toEqual([json.secret, undefined]);
    // A developer may not refund, and so may not read a key that can.
    expect(await secrets('developer')).toBeUndefined();
    const { api } = await gateway.newMember('developer', merchant.id);
    const own = (await api.post(KEYS, {})).json;
    const listed = (await api.get(KEYS)).json.data.find(({ id }: { id: string }) => id === own.id);
    expect(listed.secret).toBe(own.secret);
  });

  it('a live secret is shown once', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    const { api } = await gateway.newMember('owner', live.id);
    const { json } = await api.post(KEYS, {});
    expect(json.secret).toMatch(/^secret_live_/);
    expect(await opens(json)).toBe(200);
    expect((await api.get(KEYS)).text).not.toContain('secret');
    const { rows } = await gateway.db.query('SELECT secret_cipher FROM api_keys WHERE id = $1', [json.id]);
    expect(rows).toEqual([{ secret_cipher: null }]);
  });

  it('scopes limit a key, and no user can create a key with more permissions than their own', async () => {
    const { json } = await owner.api.post(KEYS, { scopes: ['orders:read'] });
    expect([await opens(json), await opens(json, '/api/v1/refunds')]).toEqual([200, 403]);
    const developer = await gateway.newMember('developer', merchant.id);
    expectRefusal(await developer.api.post(KEYS, { scopes: ['refunds:write'] }), {
      status: 403,
      code: 'PERMISSION_ERROR',
      description: 'A key cannot do what its maker may not: refunds:write',
    });
    const own = (await developer.api.post(KEYS, {})).json;
    expect(own.scopes).toContain('orders:write');
    expect(own.scopes).not.toContain('refunds:write');
    expectRefusal(await developer.api.post(`${KEYS}/${merchant.apiKey}/roll`, {}), {
      status: 403,
      code: 'PERMISSION_ERROR',
    });
    expectRefusal(await owner.api.post(KEYS, { scopes: ['team:write'] }), {
      status: 400,
      code: 'BAD_REQUEST_ERROR',
      field: 'scopes.0',
    });
  });

  it('the former name of a scope stays an alias of payments:capture', async () => {
    const { status, json } = await owner.api.post(KEYS, { scopes: ['payments:settle', 'payments:capture'] });
    expect([status, json.scopes]).toEqual([201, ['payments:capture']]);
    const stored = { key: `key_test_${randomUUID()}`, secret: `secret_test_${randomUUID()}` };
    await gateway.newApiKey(merchant.id, 'test', stored, ['payments:settle']);
    const capture = await gateway.client(stored).post('/api/v1/payments/pay_unknown/capture', {});
    expectRefusal(capture, { status: 404, code: 'NOT_FOUND_ERROR' });
    const listed = (await owner.api.get(KEYS)).json.data.find(({ id }: { id: string }) => id === stored.key);
    expect(listed.scopes).toEqual(['payments:capture']);
    const rolled = (await owner.api.post(`${KEYS}/${stored.key}/roll`, {})).json;
    expect(rolled.scopes).toEqual(['payments:capture']);
  });

  it('after a roll both keys work during the overlap', async () => {
    const old = (await owner.api.post(KEYS, { name: 'Rolled', scopes: ['orders:read'] })).json;
    const { status, json } = await owner.api.post(`${KEYS}/${old.id}/roll`, { expire_old_in: 3600 });
    expect([status, json.name, json.scopes]).toEqual([201, 'Rolled', ['orders:read']]);
    expect([await opens(old), await opens(json)]).toEqual([200, 200]);
    const listed = (await owner.api.get(KEYS)).json.data.find(({ id }: { id: string }) => id === old.id);
    expect(Date.parse(listed.expires_at) - Date.now()).toBeGreaterThan(3_500_000);
    const now = (await owner.api.post(`${KEYS}/${json.id}/roll`, { expire_old_in: 0 })).json;
    await waitFor(async () => (await opens(json)) === 401, { timeoutMs: 6_000, what: 'the end of the old key' });
    expect(await opens(now)).toBe(200);
    expectRefusal(await owner.api.post(`${KEYS}/${json.id}/roll`, {}), { status: 404, code: 'NOT_FOUND_ERROR' });
  });

  it('a revoked key is refused within five seconds', async () => {
    const key = (await owner.api.post(KEYS, {})).json;
    expect(await opens(key)).toBe(200);
    expect((await owner.api.delete(`${KEYS}/${key.id}`)).json).toEqual({ id: key.id, deleted: true });
    await waitFor(async () => (await opens(key)) === 401, { timeoutMs: 6_000, what: 'refusal' });
    expectRefusal(await owner.api.delete(`${KEYS}/${key.id}`), { status: 404, code: 'NOT_FOUND_ERROR' });
  });

  it('one idempotency key creates one key, and its secret is stored encrypted', async () => {
    const key = newKey();
    const replies = await Promise.all(Array.from({ length: 8 }, () => owner.api.post(KEYS, { name: 'Once' }, { key })));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    const { rows } = await gateway.db.query<{ body: string }>(
      'SELECT body FROM idempotency_keys WHERE key = idempotency_stored_key($1)',
      [key],
    );
    expect(rows[0]?.body).not.toContain('secret_test_');
  });

  it('a replay shows a secret only to its maker, and only after the permission check', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    const [admin, second, developer] = await Promise.all(
      ['admin', 'admin', 'developer'].map((role) => gateway.newMember(role, live.id)),
    );
    const old = (await admin!.api.post(KEYS, {})).json;
    const invitee = { email: 'mira@shop.example', role: 'viewer' };
    const hook = { url: 'https://shop.example/hooks' };
    const endpoint = (await admin!.api.post('/api/v1/webhook-endpoints', hook)).json;
    const writes: [string, object, string, string, number][] = [
      [KEYS, {}, 'secret', 'secret_live_****', 201],
      [`${KEYS}/${old.id}/roll`, { expire_old_in: 0 }, 'secret', 'secret_live_****', 403],
      ['/api/v1/members', invitee, 'invite_url', 'http://localhost:3000/register?invite=****', 403],
      ['/api/v1/webhook-endpoints', hook, 'secret', 'whsec_****', 201],
      [`/api/v1/webhook-endpoints/${endpoint.id}/rotate-secret`, {}, 'secret', 'whsec_****', 200],
    ];
    for (const [path, body, field, hidden, status] of writes) {
      const key = newKey();
      const first = await admin!.api.post(path, body, { key });
      expect([path, (await admin!.api.post(path, body, { key })).text]).toEqual([path, first.text]);
      const again = await second!.api.post(path, body, { key });
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect([path, again.json]).toEqual([path, { ...first.json, [field]: hidden }]);
      const lesser = await developer!.api.post(path, body, { key });
      expect([path, lesser.status]).toEqual([path, status]);
      expect(lesser.text).not.toContain(first.json[field]);
      if (lesser.status < 300) expect(lesser.json).toEqual({ ...first.json, [field]: hidden });
    }
  });

  it('its maker can see a secret again only while they may create such a key', async () => {
    const { id, api } = await gateway.newMember('admin', merchant.id);
    const key = newKey();
    const { json } = await api.post(KEYS, {}, { key });
    await gateway.db.query(`UPDATE memberships SET role = 'developer' WHERE user_id = $1`, [id]);
    expect((await api.post(KEYS, {}, { key })).json).toEqual({ ...json, secret: 'secret_test_****' });
  });

  it('a replay works after a roll, and for another key of the same merchant', async () => {
    const secondKey = (await owner.api.post(KEYS, {})).json;
    const other = gateway.client({ key: secondKey.id, secret: secondKey.secret });
    const key = newKey();
    const order = await merchant.api.post('/api/v1/orders', { amount: 700 }, { key });
    expect((await other.post('/api/v1/orders', { amount: 700 }, { key })).text).toBe(order.text);
    const hook = { kind: 'inbox', description: 'by a key' };
    const made = await merchant.api.post('/api/v1/webhook-endpoints', hook, { key: `${key}-hook` });
    const again = await other.post('/api/v1/webhook-endpoints', hook, { key: `${key}-hook` });
    expect(again.json).toEqual({ ...made.json, secret: 'whsec_****' });
  });

  it('at most fifty keys work at a time', async () => {
    const busy = await gateway.newMerchant();
    const { api } = await gateway.newMember('owner', busy.id);
    const replies = await Promise.all(Array.from({ length: 60 }, () => api.post(KEYS, {})));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(49);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(11);
  });
});

describe('the merchant’s own settings', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  it('change the named fields and keep the rest', async () => {
    const { api } = await gateway.newMember('admin');
    const before = (await api.get('/api/v1/merchant')).json;
    const change = (body: object) => api.patch('/api/v1/merchant', body);
    expect((await change({ allowed_origins: ['https://shop.example', 'http://localhost:4242'] })).json).toEqual({
      ...before,
      allowed_origins: ['https://shop.example', 'http://localhost:4242'],
      updated_at: expect.any(String),
    });
    expect((await change({ name: 'Tea shop', email: null })).json).toMatchObject({ name: 'Tea shop', email: null });
    const order = await gateway.order();
    expect((await gateway.shopper.get(`/api/v1/orders/${order.id}/public`)).json).toMatchObject({
      merchant_name: 'Tea shop',
      allowed_origins: ['https://shop.example', 'http://localhost:4242'],
    });
    for (const origins of [['https://shop.example/path'], ['*'], 'https://shop.example', [7]]) {
      const refused = await change({ allowed_origins: origins });
      expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR' });
      expect(refused.json.error.field).toMatch(/^allowed_origins/);
    }
  });

  const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAADUlEQVR42mNgGAXIAAABEAABf80DtQAAAABJRU5ErkJggg==';
  const LOOK = {
    brand_color: '#0B5FFF',
    logo: LOGO,
    support_email: 'help@shop.example',
    support_phone: '+919876543210',
  };

  it('branding and support contact reach the shopper, null removes them, and the change is audited', async () => {
    const { api } = await gateway.newMember('admin');
    const set = await api.patch('/api/v1/merchant', { ...LOOK, locale: 'hi-IN' });
    expect([set.status, set.json]).toMatchObject([200, { ...LOOK, brand_color: '#0b5fff', locale: 'hi-IN' }]);
    const order = await gateway.order();
    const shown = async () => (await gateway.shopper.get(`/api/v1/orders/${order.id}/public`)).json;
    expect(await shown()).toMatchObject({
      branding: { color: '#0b5fff', text_color: '#ffffff', logo: LOGO },
      support: { email: 'help@shop.example', phone: '+919876543210' },
    });
    const { data } = (await api.get('/api/v1/audit-log?action=merchant.update&limit=1')).json;
    expect(JSON.stringify(data)).toContain('#0b5fff');
    expect(data[0].detail).not.toHaveProperty('logo');
    const kept = (await api.patch('/api/v1/merchant', { logo: null, brand_color: null })).json;
    expect(kept).toMatchObject({ logo: null, brand_color: null, support_phone: '+919876543210', locale: 'hi-IN' });
    expect((await shown()).branding).toEqual({ color: null, text_color: null, logo: null });
  });

  it.each([
    ['brand_color', '#ffff00', 'has a contrast of 1.07:1 with the white page and needs 3:1: choose a darker colour'],
    ['logo', 'https://shop.example/logo.png', 'must be a PNG file in base64'],
    ['support_email', 'help', 'must be an email address'],
    ['support_phone', '98765 43210', 'must be a number in E.164, such as +919876543210'],
    ['locale', 'fr', 'must be en, hi, ta or bn, also with a region, such as en-IN'],
    ['time_zone', 'IST+5', 'must be the IANA name of a time zone, such as Asia/Kolkata'],
  ])('%s %s is refused, and the description says what is wrong', async (field, value, fault) => {
    const { api } = await gateway.newMember('admin');
    const reply = await api.patch('/api/v1/merchant', { [field]: value });
    expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field, description: `${field} ${fault}` });
  });

  it('a live merchant’s URLs must be https', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    const { api } = await gateway.newMember('admin', live.id);
    const reply = await api.patch('/api/v1/merchant', { allowed_origins: ['http://localhost:4242'] });
    expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'allowed_origins' });
  });
});
