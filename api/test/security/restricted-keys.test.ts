import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Member, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

const KEYS = '/api/v1/api-keys';
const NOT_ALLOWED = { status: 403, code: 'PERMISSION_ERROR', reason: 'address_not_allowed' } as const;
const HOUR = 3_600;
const DAY = 24 * HOUR;

describe('restricted API keys', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Member;
  beforeAll(async () => {
    const env = { TRUSTED_PROXIES: '127.0.0.1', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'gateway@shop.example' };
    gateway = await Gateway.start({ env });
    merchant = await gateway.newMerchant();
    owner = await gateway.newMember('owner', merchant.id);
  });
  afterAll(() => gateway.stop());

  const newKey = async (fields: object) => (await owner.api.post(KEYS, fields)).json;
  const from = ({ id, secret }: { id: string; secret: string }, address: string, path = '/api/v1/orders') =>
    gateway.client({ key: id, secret }).get(path, { headers: { 'X-Forwarded-For': address } });
  const listed = async (id: string) =>
    (await owner.api.get(KEYS)).json.data.find((key: { id: string }) => key.id === id) as Record<string, unknown>;

  it('work from their ranges only, IPv4 and IPv6, behind the trusted proxy', async () => {
    const key = await newKey({ allowed_ips: ['203.0.113.0/24', '198.51.100.7', '2001:DB8:1::/48'] });
    expect(key.allowed_ips).toEqual(['203.0.113.0/24', '198.51.100.7/32', '2001:db8:1::/48']);
    for (const address of ['203.0.113.9', '198.51.100.7', '2001:db8:1:2::3', '::ffff:203.0.113.9'])
      expect([address, (await from(key, address)).status]).toEqual([address, 200]);
    for (const address of ['203.0.114.9', '198.51.100.8', '2001:db8:2::1']) {
      const refused = await from(key, address);
      expectRefusal(refused, NOT_ALLOWED);
      expect(refused.json.error.description).toContain(address);
    }
    expectRefusal(await from({ id: key.id, secret: 'wrong' }, '203.0.114.9'), {
      status: 401,
      code: 'AUTHENTICATION_ERROR',
    });
    const stripe = { Authorization: `Bearer ${key.secret}`, 'X-Forwarded-For': '203.0.114.9' };
    expect((await gateway.shopper.get('/v1/charges', { headers: stripe })).status).toBe(403);
  });

  it.each([[['203.0.113.0/33']], [['shop.example']], [[]], [['::1', 7]], ['203.0.113.7']])(
    'refuses the ranges %j',
    async (allowed_ips) => {
      const reply = await owner.api.post(KEYS, { allowed_ips });
      expect([reply.status, reply.json.error.field?.split('.')[0]]).toEqual([400, 'allowed_ips']);
    },
  );

  it('show the address of their last use, which a refused address does not change', async () => {
    const key = await newKey({ allowed_ips: ['203.0.113.0/24'] });
    await from(key, '203.0.113.44');
    await from(key, '192.0.2.1');
    const used = await waitFor(async () => (await listed(key.id))['last_used_address'], { timeoutMs: 15_000 });
    expect(used).toBe('203.0.113.44');
  }, 20_000);

  it('end by themselves after the chosen time, and a rolled key has the same ranges and lifetime', async () => {
    const key = await newKey({ expires_in: DAY, allowed_ips: ['203.0.113.0/24'] });
    expect(Math.abs(Date.parse(key.expires_at) - Date.now() - DAY * 1000)).toBeLessThan(10_000);
    const rolled = (await owner.api.post(`${KEYS}/${key.id}/roll`, { expire_old_in: 0 })).json;
    expect(rolled.allowed_ips).toEqual(['203.0.113.0/24']);
    expect(Math.abs(Date.parse(rolled.expires_at) - Date.now() - DAY * 1000)).toBeLessThan(10_000);
    await gateway.db.query('UPDATE api_keys SET expires_at = now() WHERE id = $1', [rolled.id]);
    expect((await from(rolled, '203.0.113.9')).status).toBe(401);
    expect((await newKey({})).expires_at).toBeNull();
    expect((await owner.api.post(KEYS, { expires_in: HOUR - 1 })).status).toBe(400);
  });

  it('are announced by mail once, a week before they end, and not if a person ended them', async () => {
    const [ending, rolled, fresh] = [
      await newKey({ name: 'Shop server', expires_in: 30 * DAY }),
      await newKey({ expires_in: 30 * DAY }),
      await newKey({ expires_in: 30 * DAY }),
    ];
    await owner.api.post(`${KEYS}/${rolled.id}/roll`, { expire_old_in: HOUR });
    await gateway.db.query(`UPDATE merchants SET email = 'asha@shop.example' WHERE id = $1`, [merchant.id]);
    await gateway.db.query(
      `UPDATE api_keys SET created_at = created_at - interval '24 days', expires_at = expires_at - interval '24 days'
       WHERE id = $1`,
      [ending.id],
    );
    const mails = async () =>
      (
        await gateway.db.query<{ object_id: string; body_text: string }>(
          `SELECT object_id, body_text FROM mails WHERE kind = 'api_key_expiring'`,
        )
      ).rows;
    const [mail] = await waitFor(async () => (await mails()).length > 0 && mails(), { what: 'the mail' });
    expect(mail?.object_id).toBe(ending.id);
    expect(mail?.body_text).toContain(`Shop server (${ending.id})`);
    await gateway.api.get('/api/v1/orders');
    expect((await mails()).every(({ object_id: id }) => id === ending.id)).toBe(true);
    expect(fresh.expires_at).not.toBeNull();
  }, 30_000);
});
