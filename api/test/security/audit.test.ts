import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { ANOTHER_DEMO_USER, DEMO_MERCHANT, Gateway, type Member } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';
import { withoutRandomParts } from '../support/secrets.js';

const ENDPOINTS = '/api/v1/webhook-endpoints';

describe('the audit log', () => {
  let gateway: Gateway;
  let owner: Member;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { ...ANOTHER_DEMO_USER, TRUSTED_PROXIES: '127.0.0.1' } });
    owner = await gateway.newMember('owner');
  });
  afterAll(() => gateway.stop());

  const entries = async (query = '') => (await owner.api.get(`/api/v1/audit-log?${query}`)).json.data;

  it('contains every change by a user: actor, action, input, address and outcome', async () => {
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
      result: { changed: expect.objectContaining({ id: expect.stringMatching(/^rfnd_/), amount: 100 }) },
      address: '203.0.113.7',
      user_agent: 'a browser',
      request_id: 'request-1',
      created_at: expect.any(String),
    });
    expect(refused).toMatchObject({ outcome: 400, detail: { amount: 900_000 } });
    expect(refused.result.refused).toMatchObject({
      code: 'BAD_REQUEST_ERROR',
      description: 'Refund amount exceeds available amount',
    });
  });

  it('contains every configuration change by an API key, made or refused, like those of users', async () => {
    const { id } = (await gateway.api.post(ENDPOINTS, { url: 'http://localhost:4999/a', events: ['order.paid'] })).json;
    await gateway.api.patch(`${ENDPOINTS}/${id}`, { url: 'http://localhost:4999/b', enabled: false });
    await gateway.api.patch(`${ENDPOINTS}/${id}`, { url: 'ftp://localhost/' });
    await gateway.api.post(`${ENDPOINTS}/${id}/rotate-secret`, { overlap: 60 });
    await gateway.api.delete(`${ENDPOINTS}/${id}`);
    const seen = await entries(`object_id=${id}`);
    expect(seen.map(({ action, outcome }: { action: string; outcome: number }) => [action, outcome])).toEqual([
      ['endpoints.delete', 200],
      ['endpoints.rotate_secret', 200],
      ['endpoints.update', 400],
      ['endpoints.update', 200],
    ]);
    expect(new Set(seen.map(({ actor }: { actor: string }) => actor))).toEqual(new Set(['api_key:key_test_abc123']));
    expect(seen[3].result).toEqual({
      changed: { id, url: 'http://localhost:4999/b', enabled: false, version: 2, previous_secret_until: null },
    });
    expect(seen[2].result).toMatchObject({ refused: { code: 'BAD_REQUEST_ERROR', field: 'url' } });
    const [made] = await entries('action=endpoints.create');
    expect(made).toMatchObject({ object_id: id, outcome: 201, detail: { url: 'http://localhost:4999/a' } });
    expect(JSON.stringify(seen)).not.toContain('whsec_');
  });

  it('contains changes by the gateway itself: a disabled endpoint', async () => {
    const receiver = await Receiver.start();
    receiver.behave = (_, response) => response.writeHead(410).end();
    const { id } = (await gateway.api.post(ENDPOINTS, { url: receiver.url, events: ['payment.created'] })).json;
    await gateway.pay((await gateway.order()).id);
    const disabled = await waitFor(async () => (await entries(`object_id=${id}&action=endpoints.disable`))[0]);
    expect(disabled).toMatchObject({
      actor: 'system',
      outcome: 200,
      detail: { changed: { enabled: false, disabled_reason: 'gone' } },
    });
    await receiver.stop();
  });

  it('contains no secret', async () => {
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
    const text = `SELECT (to_jsonb(a) - 'hash')::text AS row FROM audit_log a`;
    const { rows } = await gateway.db.query<{ row: string }>(text);
    const log = rows.map(({ row }) => row).join('\n');
    expect(log).toContain(order.id);
    for (const secret of ['C2FVsBQIhrsc', '4111111111111111', '917'])
      expect(withoutRandomParts(log)).not.toContain(secret);
  });

  it('contains logins, successful and failed, and sign-outs', async () => {
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

  it('contains no reads, and no orders, payments and refunds by a key: those have events', async () => {
    const before = (await entries('limit=100')).length;
    await owner.api.get('/api/v1/payments');
    const payment = await gateway.captured();
    await gateway.api.post('/api/v1/refunds', { payment_id: payment.id, amount: 100 });
    await gateway.api.post(`/api/v1/orders/${payment.order_id}/cancel`);
    expect(await entries('limit=100')).toHaveLength(before);
  });

  it('cannot be rewritten: intent and outcome are two entries, and neither can be changed or deleted', async () => {
    await owner.api.patch('/api/v1/merchant', { name: 'Renamed once' });
    const text = `SELECT phase, outcome, intent_id IS NULL AS first FROM audit_log
      WHERE merchant_id = $1 AND action = 'merchant.update' ORDER BY id`;
    expect((await gateway.db.query(text, [DEMO_MERCHANT])).rows).toEqual([
      { phase: 'intent', outcome: null, first: true },
      { phase: 'outcome', outcome: 200, first: false },
    ]);
    for (const change of [
      `UPDATE audit_log SET actor = 'nobody'`,
      `UPDATE audit_log SET outcome = 200 WHERE outcome IS NULL`,
      'UPDATE audit_log SET seq = seq + 1',
      'DELETE FROM audit_log',
      'DELETE FROM audit_log WHERE seq IS NULL OR outcome IS NULL',
    ])
      await expect(gateway.db.query(change)).rejects.toThrow('append-only');
  });

  it('accepts entries of the previous version, and links them when they have an outcome', async () => {
    const { id: merchantId } = await gateway.newMerchant();
    const begun = await gateway.db.query<{ id: string }>(
      `INSERT INTO audit_log (merchant_id, actor, action, object_id, detail, address, user_agent, request_id)
       VALUES ($1, 'user:x', 'endpoints.update', 'we_1', '{"a":1}', '192.0.2.1', 'old', 'r') RETURNING id`,
      [merchantId],
    );
    const end = `UPDATE audit_log SET outcome = $3 WHERE merchant_id = $1 AND id = $2 AND outcome IS NULL`;
    await gateway.db.query(end, [merchantId, begun.rows[0]?.id, 200]);
    await linked(merchantId, 1);
  });

  it('a change that cannot be recorded is not made', async () => {
    await gateway.db.query(`ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (seq IS NOT NULL) NOT VALID`);
    const count = async () =>
      (await gateway.db.query('SELECT FROM webhook_endpoints WHERE merchant_id = $1', [DEMO_MERCHANT])).rowCount;
    const before = await count();
    for (const api of [owner.api, gateway.api])
      expect((await api.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).status).toBe(500);
    expect(await count()).toBe(before);
    await gateway.db.query('ALTER TABLE audit_log DROP CONSTRAINT no_more');
  });

  /** Waits for the pass that links entries. */
  const linked = (merchantId: string, count: number) =>
    waitFor(
      async () => {
        const text = `SELECT count(*) FILTER (WHERE seq IS NOT NULL) AS linked, count(*) AS all FROM audit_log WHERE merchant_id = $1`;
        const { rows } = await gateway.db.query<{ linked: number; all: number }>(text, [merchantId]);
        return rows[0]?.linked === rows[0]?.all && (rows[0]?.all ?? 0) >= count;
      },
      { what: `${count} linked entries` },
    );
  /** A new merchant with five changes, ten linked entries. */
  const chained = async () => {
    const { id } = await gateway.newMerchant();
    const { api } = await gateway.newMember('owner', id);
    for (let n = 0; n < 5; n++) await api.patch('/api/v1/merchant', { name: `Shop, "${n}"` });
    await linked(id, 10);
    return { id, api, verify: async (query = '') => (await api.get(`/api/v1/audit-log/verify${query}`)).json };
  };
  /** Like an attacker with full access to the database: bypasses the trigger. */
  const forge = (text: string) =>
    gateway.db.query(
      `BEGIN; ALTER TABLE audit_log DISABLE TRIGGER USER; ${text}; ALTER TABLE audit_log ENABLE TRIGGER USER; COMMIT`,
    );
  const idAt = async (merchantId: string, seq: number) =>
    (await gateway.db.query('SELECT id FROM audit_log WHERE merchant_id = $1 AND seq = $2', [merchantId, seq])).rows[0]
      ?.id as string;

  it('is one chain per merchant, in the order of its entries, that verifies as complete', async () => {
    const { id, verify } = await chained();
    const text = `SELECT seq FROM audit_log WHERE merchant_id = $1 ORDER BY id`;
    const { rows } = await gateway.db.query<{ seq: number }>(text, [id]);
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await verify()).toEqual({
      valid: true,
      entries: 10,
      from_seq: 1,
      to_seq: 10,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
      anchor_seq: 0,
      not_linked: 0,
      next_seq: null,
      broken: null,
    });
    expect(await verify('?from_seq=6')).toMatchObject({ valid: true, entries: 5, from_seq: 6, to_seq: 10 });
    const { api } = await gateway.newMember('owner', (await gateway.newMerchant()).id);
    expect((await api.get('/api/v1/audit-log/verify')).json).toMatchObject({ valid: true, entries: 0, to_seq: 0 });
  });

  it.each<[string, (id: string) => Promise<[text: string, broken: object]>]>([
    [
      'changed',
      async (id) => [
        `UPDATE audit_log SET detail = '{"name":"other"}' WHERE merchant_id = '${id}' AND seq = 4`,
        { seq: 4, id: await idAt(id, 4), reason: 'changed' },
      ],
    ],
    [
      'given to another actor',
      async (id) => [
        `UPDATE audit_log SET actor = 'user:00000000-0000-4000-8000-000000000000' WHERE merchant_id = '${id}' AND seq = 9`,
        { seq: 9, id: await idAt(id, 9), reason: 'changed' },
      ],
    ],
    [
      'removed',
      (id) =>
        Promise.resolve([
          `DELETE FROM audit_log WHERE merchant_id = '${id}' AND seq = 5`,
          { seq: 5, id: null, reason: 'missing' },
        ]),
    ],
    [
      'removed at the end',
      (id) =>
        Promise.resolve([
          `DELETE FROM audit_log WHERE merchant_id = '${id}' AND seq > 8`,
          { seq: 9, id: null, reason: 'missing' },
        ]),
    ],
    [
      'removed at the end, with the signed end moved back',
      (id) =>
        Promise.resolve([
          `DELETE FROM audit_log WHERE merchant_id = '${id}' AND seq > 8;
           UPDATE audit_chains SET seq = 8, hash = (SELECT hash FROM audit_log WHERE merchant_id = '${id}' AND seq = 8)
           WHERE merchant_id = '${id}'`,
          { seq: 8, id: null, reason: 'bad_signature' },
        ]),
    ],
    [
      'inserted',
      async (id) => [
        `UPDATE audit_log SET seq = seq + 100 WHERE merchant_id = '${id}' AND seq > 6;
         UPDATE audit_log SET seq = seq - 99 WHERE merchant_id = '${id}' AND seq > 100;
         INSERT INTO audit_log SELECT (jsonb_populate_record(NULL::audit_log,
           to_jsonb(a) - 'hash' || '{"id":"01900000-0000-7000-8000-000000000000","seq":7,"intent_id":null}')).*
           FROM audit_log a WHERE merchant_id = '${id}' AND seq = 6;
         UPDATE audit_log SET hash = sha256('x') WHERE merchant_id = '${id}' AND seq = 7`,
        { seq: 7, id: await Promise.resolve('01900000-0000-7000-8000-000000000000'), reason: 'changed' },
      ],
    ],
  ])('the verification names an entry that was %s, even with full access to the database', async (_, tamper) => {
    const { id, verify } = await chained();
    const [text, broken] = await tamper(id);
    await forge(text);
    expect(await verify()).toMatchObject({ valid: false, broken });
  });

  it('a backdated entry is linked at the end, and the verification names it', async () => {
    const { id, verify } = await chained();
    const inserted = await gateway.db.query<{ id: string }>(
      `INSERT INTO audit_log (merchant_id, id, actor, action, outcome, phase, created_at)
       VALUES ($1, uuidv7(interval '-1 day'), 'user:x', 'team.update', 200, 'outcome', now() - interval '1 day') RETURNING id`,
      [id],
    );
    await linked(id, 11);
    expect(await verify()).toMatchObject({
      valid: false,
      broken: { seq: 11, id: inserted.rows[0]?.id, reason: 'backdated' },
    });
  });

  it('is exported as hashed: the previous hash and a line without its own hash yield that hash', async () => {
    const { id, api, verify } = await chained();
    const { status, headers, text } = await api.get('/api/v1/audit-log/export');
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      200,
      'application/x-ndjson',
      'no-store',
    ]);
    expect(headers.get('content-disposition')).toBe('attachment; filename="audit-log.jsonl"');
    let before = '0'.repeat(64);
    const lines = text.trimEnd().split('\n');
    for (const [place, line] of lines.entries()) {
      const [, entry = '', hash] = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line) ?? [];
      expect(createHash('sha256').update(`${before}\n${entry}}`).digest('hex')).toBe(hash);
      expect(JSON.parse(line)).toMatchObject({ seq: place + 1, merchant_id: id, action: 'merchant.update' });
      before = hash ?? '';
    }
    expect(lines).toHaveLength(10);
    expect(before).toBe((await verify()).head);
    expect(text).not.toContain(DEMO_MERCHANT);

    const csv = await api.get('/api/v1/audit-log/export?format=csv');
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows = csv.text.trimEnd().split('\r\n');
    expect(rows[0]).toMatch(/^seq,id,phase,intent_id,created_at,actor,action,/);
    expect(rows).toHaveLength(11);
    expect(rows[1]).toContain('"{""name"":""Shop, \\""0\\""""}"');

    const later = new Date(Date.now() + 60_000).toISOString();
    expect((await api.get(`/api/v1/audit-log/export?created_from=${later}`)).text).toBe('');
    expect((await api.get(`/api/v1/audit-log/export?created_to=${later}`)).text).toBe(text);
    const wrong = await api.get('/api/v1/audit-log/export?format=xml');
    expectRefusal(wrong, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'format' });
    const key = await gateway.newMerchant();
    for (const path of ['export', 'verify']) {
      expectRefusal(await key.api.get(`/api/v1/audit-log/${path}`), { status: 403, code: 'PERMISSION_ERROR' });
      expect((await gateway.shopper.get(`/api/v1/audit-log/${path}`)).status).toBe(401);
    }
  });

  it('retention leaves a signed anchor, and the rest still verifies; two workers link and delete nothing twice', async () => {
    const { id } = await gateway.newMerchant();
    const { api } = await gateway.newMember('owner', id);
    await gateway.db.query(
      `INSERT INTO audit_log (merchant_id, id, actor, action, outcome, phase, created_at)
       SELECT $1, uuidv7(make_interval(days => -500, secs => n)), 'user:x', 'team.update', 200, 'outcome',
         now() - interval '500 days' + make_interval(secs => n) FROM generate_series(1, 1500) n`,
      [id],
    );
    await linked(id, 1_500);
    await Promise.all([gateway.startWorker(), gateway.startWorker()]);
    await Promise.all(Array.from({ length: 40 }, (_, n) => api.patch('/api/v1/merchant', { name: `Shop ${n}` })));
    const left = async () =>
      (
        await gateway.db.query<{ count: number }>('SELECT count(*) AS count FROM audit_log WHERE merchant_id = $1', [
          id,
        ])
      ).rows[0]?.count;
    await waitFor(async () => (await left()) === 80, { what: 'the end of the old entries' });
    await linked(id, 80);
    const whole = { valid: true, entries: 80, from_seq: 1_501, to_seq: 1_580, anchor_seq: 1_500, broken: null };
    expect((await api.get('/api/v1/audit-log/verify')).json).toMatchObject(whole);
    await expect(gateway.db.query('DELETE FROM audit_log WHERE merchant_id = $1', [id])).rejects.toThrow('append-only');
    await forge(`DELETE FROM audit_log WHERE merchant_id = '${id}' AND seq < 1505;
      UPDATE audit_chains SET anchor_seq = 1504, anchor_hash = sha256('x') WHERE merchant_id = '${id}'`);
    expect((await api.get('/api/v1/audit-log/verify')).json).toMatchObject({
      valid: false,
      broken: { seq: 1_504, id: null, reason: 'bad_signature' },
    });
  });
});
