import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway, type Member } from './support/gateway.js';
import { DEMO_MERCHANT } from './support/gateway.js';
import { withoutChance } from './support/secrets.js';

describe('the audit log', () => {
  let gateway: Gateway;
  let owner: Member;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    owner = await gateway.newMember('owner');
  });
  afterAll(() => gateway.stop());

  const entries = async (query = '') => (await owner.api.get(`/api/v1/audit-log?${query}`)).json.data;

  it('holds every change by a person: who, what, with which input, from where, and how it ended', async () => {
    const payment = await gateway.captured();
    const headers = { 'X-Forwarded-For': '203.0.113.7', 'User-Agent': 'a browser', 'X-Request-Id': 'request-1' };
    await owner.api.post(`/api/v1/payments/${payment.id}/refunds`, { amount: 100, reason: 'too late' }, { headers });
    await owner.api.post(`/api/v1/payments/${payment.id}/refunds`, { amount: 900_000 });
    const [refused, done] = await entries(`object_id=${payment.id}`);
    expect(done).toEqual({
      id: expect.any(String),
      actor: `user:${owner.id}`,
      actor_name: 'A owner',
      action: expect.stringMatching(/refund/),
      object_id: payment.id,
      detail: { amount: 100, reason: 'too late' },
      outcome: 201,
      address: '203.0.113.7',
      user_agent: 'a browser',
      request_id: 'request-1',
      created_at: expect.any(String),
    });
    expect(refused).toMatchObject({ outcome: 400, detail: { amount: 900_000 } });
  });

  it('holds no secret', async () => {
    await owner.api.post('/api/v1/webhook-endpoints', {
      kind: 'inbox',
      secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDemo32bytes0=',
    });
    const order = await gateway.order();
    await owner.api.post('/api/v1/payments', {
      order_id: order.id,
      method: 'card',
      card: { number: '4111111111111111', expiry_month: 12, expiry_year: 2040, cvv: '917' },
    });
    const { rows } = await gateway.db.query<{ row: string }>('SELECT a::text AS row FROM audit_log a');
    const log = rows.map(({ row }) => row).join('\n');
    expect(log).toContain(order.id);
    for (const secret of ['C2FVsBQIhrsc', '4111111111111111', '917']) expect(withoutChance(log)).not.toContain(secret);
  });

  it('holds logins, good and bad, and sign-outs', async () => {
    const login = (password: string) =>
      gateway.shopper.post('/api/v1/auth/login', { email: 'test@example.com', password });
    await login('wrong');
    const { json } = await login('demo-password-2026');
    await gateway.client({ session: json.token }).post('/api/v1/auth/logout');
    const seen = (await entries('action=auth.')).map(({ action, outcome }: { action: string; outcome: number }) => [
      action,
      outcome,
    ]);
    expect(seen).toEqual([
      ['auth.logout', 200],
      ['auth.login', 200],
      ['auth.login', 401],
    ]);
  });

  it('reading leaves no trace in it, and nor does what a key does', async () => {
    const before = (await entries('limit=100')).length;
    await owner.api.get('/api/v1/payments');
    await gateway.order();
    expect(await entries('limit=100')).toHaveLength(before);
  });

  it('cannot be rewritten', async () => {
    for (const text of [`UPDATE audit_log SET actor = 'nobody'`, 'DELETE FROM audit_log'])
      await expect(gateway.db.query(text)).rejects.toThrow('append-only');
  });

  it('what cannot be recorded is not done', async () => {
    await gateway.db.query(`ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (id IS NULL) NOT VALID`);
    const count = async () =>
      (await gateway.db.query('SELECT FROM webhook_endpoints WHERE merchant_id = $1', [DEMO_MERCHANT])).rowCount;
    const before = await count();
    expect((await owner.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).status).toBe(500);
    expect(await count()).toBe(before);
    await gateway.db.query('ALTER TABLE audit_log DROP CONSTRAINT no_more');
  });
});
