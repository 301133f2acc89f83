import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Client, newKey } from '../support/client.js';
import { cloneTemplate } from '../support/database.js';
import { text } from '../support/documents.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { RAZORPAY_CURRENCIES } from '../../src/acquiring/connectors/razorpay/razorpay.sheet.js';
import { STRIPE_CURRENCIES } from '../../src/acquiring/connectors/stripe/stripe.amounts.js';
import { start, waitFor } from '../support/processes.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const REFUSED = { status: 400, code: 'BAD_REQUEST_ERROR' };
const GONE = { status: 404, code: 'NOT_FOUND_ERROR', reason: 'connector_account_not_found' } as const;
const SIMULATED = { connector: 'simulated', label: 'Cards' };

describe('connector accounts', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Client;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    merchant = await gateway.newMerchant();
    owner = (await gateway.newMember('owner', merchant.id)).api;
  });
  afterAll(() => gateway.stop());

  const listed = async (api: Client) => (await api.get(ACCOUNTS)).json.data as { id: string; label: string }[];
  const created = async (fields: object = {}, api = owner) => {
    const reply = await api.post(ACCOUNTS, { ...SIMULATED, ...fields });
    expect(reply.status).toBe(201);
    return reply.json;
  };
  const rows = async (merchantId: string) =>
    (await gateway.db.query('SELECT * FROM connector_accounts WHERE merchant_id = $1 ORDER BY id', [merchantId])).rows;

  it('a test merchant has one simulated account, however many requests ask for it at once', async () => {
    const { id, api } = await gateway.newMerchant();
    const lists = await Promise.all(Array.from({ length: 20 }, () => listed(api)));
    expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
    expect(lists[0]).toEqual([
      {
        id: expect.stringMatching(/^ca_[0-9A-Za-z]{16}$/),
        mode: 'test',
        connector: 'simulated',
        label: 'Simulated acquirer',
        methods: null,
        currencies: null,
        priority: 0,
        enabled: true,
        credentials_last4: null,
        acquirer_account: null,
        health: [],
        has_webhook_secret: true,
        webhook_secret_last4: null,
        has_previous_webhook_secret: false,
        previous_webhook_secret_last4: null,
        notification_url: `http://localhost:8000/connectors/simulated/${lists[0]?.[0]?.id}/notifications`,
        last_notification_at: null,
        last_verified_at: null,
        tested_at: null,
        test_result: null,
        created_by: 'system',
        version: 1,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
    expect(await rows(id)).toHaveLength(1);
  });

  it('a merchant that removed its simulated account gets no other', async () => {
    const { id, api } = await gateway.newMerchant();
    const [first] = await listed(api);
    expect((await api.delete(`${ACCOUNTS}/${first?.id}`)).json).toEqual({ id: first?.id, deleted: true });
    expect(await listed(api)).toEqual([]);
    expect(await rows(id)).toHaveLength(1);
  });

  it('a live merchant has none, and the simulated acquirer takes no live payments', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    expect(await listed(live.api)).toEqual([]);
    const { data } = (await live.api.get('/api/v1/connectors')).json as { data: { name: string }[] };
    expect(data.map(({ name }) => name)).toEqual(['stripe', 'razorpay']);
    const reply = await live.api.post(ACCOUNTS, SIMULATED);
    expectRefusal(reply, { ...REFUSED, reason: 'connector_mode_mismatch', field: 'connector' });
    expect(reply.json.error.description).toContain('live');
    expect(await rows(live.id)).toEqual([]);
  });

  it('are of a known connector, as docs/connections.md lists them', async () => {
    const { data } = (await owner.get('/api/v1/connectors')).json;
    expect(data).toEqual([
      {
        name: 'simulated',
        title: 'Simulated acquirer',
        modes: ['test'],
        methods: ['upi', 'card'],
        currencies: null,
        credentials: [{ name: 'key', title: 'API key', prefix: 'acq_test_', required: false }],
        emulator_url: null,
        has_notifications: true,
      },
      {
        ...{ name: 'stripe', title: 'Stripe', modes: ['test', 'live'], methods: ['card'], emulator_url: null },
        currencies: [...STRIPE_CURRENCIES],
        credentials: [{ name: 'secret_key', title: 'Secret key', prefix: 'sk_test_', required: true }],
        has_notifications: true,
      },
      {
        ...{
          name: 'razorpay',
          title: 'Razorpay',
          modes: ['test', 'live'],
          methods: ['upi', 'card'],
          emulator_url: null,
        },
        currencies: [...RAZORPAY_CURRENCIES],
        credentials: [
          { name: 'key_id', title: 'Key Id', prefix: 'rzp_test_', required: true },
          { name: 'key_secret', title: 'Key Secret', prefix: null, required: true },
        ],
        has_notifications: true,
      },
    ]);
    const razorpay = `| test, live | \`upi\`, \`card\` | ${RAZORPAY_CURRENCIES.length} | \`key_id\`, \`key_secret\` |`;
    expect(text('docs/connections.md')).toContain(`| [\`razorpay\`](connectors/razorpay.md) ${razorpay}`);
    const stripe = `| [\`stripe\`](connectors/stripe.md) | test, live | \`card\` | ${STRIPE_CURRENCIES.length} |`;
    expect(text('docs/connections.md')).toContain(stripe);
    expect(text('docs/connections.md')).toContain(
      '| `simulated` | test | `upi`, `card` | all | `key`, optional | yes |',
    );
  });

  it('are created, read, changed and listed in the order in which they are tried', async () => {
    const { api } = await gateway.newMerchant();
    const [first] = await listed(api);
    const chosen = { methods: ['card', 'card'], currencies: ['INR', 'USD'], priority: 5 };
    const account = await created(chosen, api);
    expect(account).toMatchObject({ ...SIMULATED, methods: ['card'], currencies: ['INR', 'USD'], priority: 5 });
    expect((await api.get(`${ACCOUNTS}/${account.id}`)).json).toEqual(account);
    expect((await listed(api)).map(({ id }) => id)).toEqual([first?.id, account.id]);
    await api.patch(`${ACCOUNTS}/${first?.id}`, { priority: 9 });
    expect((await listed(api)).map(({ id }) => id)).toEqual([account.id, first?.id]);
    const patched = await api.patch(`${ACCOUNTS}/${account.id}`, { label: 'All', methods: null, enabled: false });
    expect(patched.json).toEqual({
      ...account,
      label: 'All',
      methods: null,
      enabled: false,
      version: 2,
      updated_at: expect.any(String),
    });
    const same = await api.patch(`${ACCOUNTS}/${account.id}`, { label: 'All', enabled: false });
    expect(same.json).toEqual(patched.json); // a change that changes nothing is no new version
  });

  it.each([
    [{ connector: 'paypal' }, 'invalid_parameter', 'connector', 'connector must be one of: simulated'],
    [{ credentials: { secret_key: 'sk_test_123456' } }, 'unknown_parameter', 'credentials.secret_key', 'key'],
    [{ credentials: { key: 'sk_test_123456' } }, 'invalid_parameter', 'credentials.key', 'acq_test_'],
    [{ webhook_secret: 'short12' }, 'invalid_parameter', 'webhook_secret', '8 to 255'],
    [{ methods: [] }, 'invalid_parameter', 'methods', 'at least one'],
    [{ methods: ['wallet'] }, 'invalid_parameter', 'methods.0', 'upi, card'],
    [{ currencies: ['inr'] }, 'currency_not_supported', 'currencies', 'capitals'],
    [{ priority: -1 }, 'invalid_parameter', 'priority', '0 to 1000'],
    [{ label: '' }, 'invalid_parameter', 'label', 'at least 1'],
    [{ mode: 'live' }, 'unknown_parameter', 'mode', 'mode'],
    [{ acquirer_account: 'acct_1' }, 'unknown_parameter', 'acquirer_account', 'acquirer_account'],
  ] as const)('refuses %j and says what to do', async (fields, reason, field, words) => {
    const before = await rows(merchant.id);
    const reply = await owner.post(ACCOUNTS, { ...SIMULATED, ...fields });
    expectRefusal(reply, { ...REFUSED, reason, field });
    expect(reply.json.error.description).toContain(words);
    expect(JSON.stringify(reply.json)).not.toContain('123456');
    expect(await rows(merchant.id)).toEqual(before);
  });

  it('the test calls the acquirer, and its result is returned and stored', async () => {
    const { id } = await created();
    const { json, status } = await owner.post(`${ACCOUNTS}/${id}/test`);
    expect([status, json.test_result]).toEqual([
      200,
      { ok: true, reason: 'accepted', description: 'Simulated acquirer responds' },
    ]);
    expect(json.tested_at).toMatch(/^\d{4}-/);
    expect((await owner.get(`${ACCOUNTS}/${id}`)).json).toEqual(json);
    const charged = await gateway.db.query('SELECT FROM simulated_bank.charges WHERE reference = $1', [id]);
    expect(charged.rowCount).toBe(0);
  });

  it('a removed account is found by no request, and its row keeps what refunds need', async () => {
    const { id } = await created({ label: 'Old one' });
    expect((await owner.delete(`${ACCOUNTS}/${id}`)).status).toBe(200);
    expect((await listed(owner)).map((one) => one.id)).not.toContain(id);
    expectRefusal(await owner.get(`${ACCOUNTS}/${id}`), GONE);
    expectRefusal(await owner.patch(`${ACCOUNTS}/${id}`, { enabled: true }), GONE);
    expectRefusal(await owner.post(`${ACCOUNTS}/${id}/test`), GONE);
    expectRefusal(await owner.delete(`${ACCOUNTS}/${id}`), GONE);
    const row = (await rows(merchant.id)).find((one) => one.id === id);
    expect(row).toMatchObject({ label: 'Old one', enabled: false, removed_at: expect.any(Date) });
  });

  it('a merchant has at most 50, and removing one makes room', async () => {
    const { api } = await gateway.newMerchant();
    const [first] = await listed(api);
    const replies = await Promise.all(Array.from({ length: 60 }, () => api.post(ACCOUNTS, SIMULATED)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(49);
    expectRefusal(await api.post(ACCOUNTS, SIMULATED), { ...REFUSED, reason: 'limit_reached' });
    await api.delete(`${ACCOUNTS}/${first?.id}`);
    expect((await api.post(ACCOUNTS, SIMULATED)).status).toBe(201);
  });

  it('a create with the same idempotency key makes one account', async () => {
    const [key, label] = [newKey(), newKey()];
    const send = () => owner.post(ACCOUNTS, { ...SIMULATED, label }, { key });
    const [one, ...others] = await Promise.all(Array.from({ length: 10 }, send));
    expect(new Set(others.map(({ text }) => text))).toEqual(new Set([one?.text]));
    expect((await listed(owner)).filter((account) => account.label === label)).toHaveLength(1);
    const other = await owner.post(ACCOUNTS, { ...SIMULATED, label: 'Another' }, { key });
    expectRefusal(other, { status: 422, code: 'IDEMPOTENCY_ERROR' });
  });

  it('owner and admin change them, the other roles read them', async () => {
    const { id } = await created();
    for (const [role, mayWrite] of [
      ['owner', true],
      ['admin', true],
      ['developer', false],
      ['support', false],
      ['viewer', false],
    ] as const) {
      const { api } = await gateway.newMember(role, merchant.id);
      expect([role, (await api.get(`${ACCOUNTS}/${id}`)).status]).toEqual([role, 200]);
      const writes = [
        await api.patch(`${ACCOUNTS}/${id}`, { label: role }),
        await api.post(`${ACCOUNTS}/${id}/test`),
        await api.post(ACCOUNTS, SIMULATED),
      ];
      const expected = mayWrite ? [200, 200, 201] : [403, 403, 403];
      expect([role, writes.map(({ status }) => status)]).toEqual([role, expected]);
    }
  });

  it('a key needs the scope, and a developer cannot make a key that has it', async () => {
    const { id } = await created();
    const keyed = async (scopes: string[]) => {
      const [key, secret] = [`key_test_${newKey()}`, newKey()];
      await gateway.newApiKey(merchant.id, 'test', { key, secret }, scopes);
      return gateway.client({ key, secret });
    };
    const missing = { status: 403, code: 'PERMISSION_ERROR', reason: 'permission_missing' } as const;
    const [none, reads, writes] = await Promise.all(
      [['orders:read'], ['connectors:read'], ['connectors:write']].map(keyed),
    );
    expectRefusal(await none!.get(ACCOUNTS), missing);
    expect((await reads!.get(`${ACCOUNTS}/${id}`)).status).toBe(200);
    expectRefusal(await reads!.delete(`${ACCOUNTS}/${id}`), missing);
    expectRefusal(await writes!.get(ACCOUNTS), missing);
    expect((await writes!.patch(`${ACCOUNTS}/${id}`, { label: 'By a key' })).status).toBe(200);
    const developer = (await gateway.newMember('developer', merchant.id)).api;
    const beyond = await developer.post('/api/v1/api-keys', { scopes: ['connectors:write'] });
    expectRefusal(beyond, { status: 403, code: 'PERMISSION_ERROR', reason: 'scope_exceeds_role' });
    expect((await developer.post('/api/v1/api-keys', {})).json.scopes).not.toContain('connectors:write');
  });

  it('every change is in the audit log, made or refused, by a session or a key', async () => {
    const account = await created({ label: 'Audited' }, merchant.api);
    await owner.patch(`${ACCOUNTS}/${account.id}`, { label: 'Renamed', priority: 3 });
    await merchant.api.post(`${ACCOUNTS}/${account.id}/test`);
    await owner.patch(`${ACCOUNTS}/${account.id}`, { priority: 3_000 });
    await owner.delete(`${ACCOUNTS}/${account.id}`);
    const { data } = (await owner.get(`/api/v1/audit-log?object_id=${account.id}`)).json;
    const seen = data.map(({ action, outcome }: { action: string; outcome: number }) => [action, outcome]);
    expect(seen).toEqual([
      ['connector_accounts.remove', 200],
      ['connector_accounts.update', 400],
      ['connector_accounts.test', 200],
      ['connector_accounts.update', 200],
    ]);
    expect(data[3]).toMatchObject({
      detail: { label: 'Renamed', priority: 3 },
      result: { changed: { id: account.id, label: 'Renamed', priority: 3, version: 2 } },
    });
    const made = (await owner.get('/api/v1/audit-log?action=connector_accounts.create')).json.data[0];
    expect(made).toMatchObject({ object_id: account.id, outcome: 201, actor: `api_key:${merchant.apiKey}` });
    expect(account.created_by).toBe(`api_key:${merchant.apiKey}`);
  });
});

describe('the migration', () => {
  it('gives each test merchant that exists one simulated account, and live merchants none', async () => {
    const { url, drop } = await cloneTemplate();
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    await db.query(`DROP TABLE connector_accounts; DELETE FROM migrations WHERE name LIKE 'ConnectorAccounts%'`);
    await db.query(`INSERT INTO merchants (id, mode, name)
      SELECT gen_random_uuid(), CASE WHEN n = 1 THEN 'live' ELSE 'test' END, 'Old' FROM generate_series(1, 5) AS n`);
    const migrate = start('migrate', { DATABASE_URL: url });
    await waitFor(() => migrate.child.exitCode !== null, { what: 'the migration' });
    expect(migrate.child.exitCode).toBe(0);
    const { rows } = await db.query(`SELECT a.* FROM merchants m LEFT JOIN connector_accounts a ON a.merchant_id = m.id
      WHERE m.name = 'Old' ORDER BY m.mode`);
    const made = {
      mode: 'test',
      connector: 'simulated',
      label: 'Simulated acquirer',
      created_by: 'system',
      enabled: true,
    };
    expect(rows).toEqual([
      expect.objectContaining({ id: null }),
      ...Array.from({ length: 4 }, () => expect.objectContaining(made)),
    ]);
    const ids = rows.slice(1).map(({ id }) => id as string);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^ca_[0-9A-Za-z]{16}$/);
    await db.end();
    await drop();
  });
});
