import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, newKey, type Reply } from '../support/client.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { documentOf } from '../support/routes.js';
import { WRITE_ENDPOINTS } from '../support/write-endpoints.js';

/** A request with a key, and the number of its effects. */
interface Case {
  path: string;
  body?: object;
  effects: () => Promise<number>;
}

interface Place {
  gateway: Gateway;
  merchant: Merchant;
  /** The owner's session. */
  owner: Client;
}

const number = async ({ gateway }: Place, text: string, values: unknown[]): Promise<number> =>
  Number(Object.values((await gateway.db.query<Record<string, unknown>>(text, values)).rows[0] ?? {})[0]);
/** The object's version shows how often it was changed. */
const changes = (place: Place, id: string) => () =>
  number(place, 'SELECT version - 1 FROM webhook_endpoints WHERE id = $1', [id]);
const inbox = async ({ owner }: Place): Promise<string> =>
  (await owner.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).json.id as string;
const LINKS = '/api/v1/payment-links';
/** Reusable, so that each order that it opens counts. */
const paymentLink = async ({ owner }: Place): Promise<string> =>
  (await owner.post(LINKS, { amount: 50_000, title: 'Yoga class', reusable: true })).json.id as string;
const ACCOUNTS = '/api/v1/connector-accounts';
const account = async ({ owner }: Place): Promise<string> => (await owner.get(ACCOUNTS)).json.data[0].id as string;
const accountChanges = (place: Place, id: string) => () =>
  number(place, 'SELECT version - 1 FROM connector_accounts WHERE id = $1', [id]);
const versions = (place: Place, table: string, id: string) => () =>
  number(place, `SELECT version - 1 FROM ${table} WHERE id = $1`, [id]);
const payment = async ({ gateway, merchant }: Place): Promise<string> =>
  (await gateway.pay((await gateway.order({}, merchant.api)).id, undefined, merchant.api)).id as string;
const customer = async ({ merchant }: Place): Promise<string> =>
  (await merchant.api.post('/api/v1/customers', { name: 'Asha' })).json.id as string;
/** A payment that was captured without a worker. */
async function captured(place: Place): Promise<string> {
  const id = await payment(place);
  for (const columns of [
    `status = 'processing', due_at = NULL`,
    `status = 'success', captured = true, amount_captured = amount, captured_at = now()`,
  ])
    await place.gateway.db.query(`UPDATE payments SET ${columns} WHERE id = $1`, [id]);
  return id;
}
async function refund(place: Place): Promise<string> {
  const payment_id = await captured(place);
  return (await place.merchant.api.post('/api/v1/refunds', { payment_id, amount: 100 })).json.id as string;
}
/** A delivery that no worker leases: its fence shows how often it was restarted. */
async function delivery(place: Place) {
  const endpoint = await inbox(place);
  const { gateway, merchant } = place;
  await gateway.pay((await gateway.order({}, merchant.api)).id, undefined, merchant.api);
  const text = 'SELECT id, event_id FROM webhook_logs WHERE endpoint_id = $1';
  const [row] = (await gateway.db.query<{ id: string; event_id: string }>(text, [endpoint])).rows;
  const begun = () => number(place, 'SELECT fence FROM webhook_logs WHERE id = $1', [row?.id]);
  return { endpoint, id: row?.id ?? '', event: row?.event_id ?? '', begun };
}

/** A payment whose open charge has these columns, and which no worker is concerned with. */
async function atBank({ gateway, merchant }: Place, columns: string, values: string): Promise<string> {
  const { id } = await gateway.pay((await gateway.order({}, merchant.api)).id, undefined, merchant.api);
  await gateway.db.query(
    `INSERT INTO charges (merchant_id, id, mode, payment_id, account_id, connector, amount, currency, due_at, ${columns})
     SELECT p.merchant_id, 'chg_' || substr(p.id, 5), p.mode, p.id, a.id, p.connector, p.amount, p.currency,
       now() + interval '1 hour', ${values}
     FROM payments p CROSS JOIN LATERAL (
       SELECT id FROM connector_accounts WHERE merchant_id = p.merchant_id ORDER BY created_at LIMIT 1) a
     WHERE p.id = $1`,
    [id],
  );
  await gateway.db.query(
    `UPDATE payments SET status = 'processing', sends = 1, due_at = NULL, lease_until = 'infinity',
       charge_id = 'chg_' || substr(id, 5) WHERE id = $1`,
    [id],
  );
  return id as string;
}

/** Every write with a key, except those that move money (support/write-endpoints.ts). */
const CASES: Record<string, (place: Place) => Promise<Case>> = {
  'POST /api/v1/members': (place) => {
    const email = `${newKey()}@shop.example`;
    const effects = () => number(place, 'SELECT count(*) FROM invites WHERE email = $1', [email]);
    return Promise.resolve({ path: '/api/v1/members', body: { email, role: 'viewer' }, effects });
  },
  'PATCH /api/v1/members/{id}': async (place) => {
    const { id } = await place.gateway.newMember('support', place.merchant.id);
    const text = `SELECT count(*) FROM memberships WHERE user_id = $1 AND role = 'viewer'`;
    return { path: `/api/v1/members/${id}`, body: { role: 'viewer' }, effects: () => number(place, text, [id]) };
  },
  'DELETE /api/v1/members/{id}': async (place) => {
    const { id } = await place.gateway.newMember('support', place.merchant.id);
    const effects = () => number(place, 'SELECT 1 - count(*) FROM memberships WHERE user_id = $1', [id]);
    return { path: `/api/v1/members/${id}`, effects };
  },
  'POST /api/v1/members/{id}/unlock': async (place) => {
    const { id, email } = await place.gateway.newMember('support', place.merchant.id);
    await place.gateway.shopper.post('/api/v1/auth/login', { email, password: 'wrong' });
    const counted = async () => 1 - (await number(place, 'SELECT count(*) FROM login_failures', []));
    return { path: `/api/v1/members/${id}/unlock`, effects: counted };
  },
  'POST /api/v1/members/{id}/reset-second-factor': async (place) => {
    const { id } = await place.gateway.newMember('support', place.merchant.id);
    const insert = `INSERT INTO totp_factors (user_id, secret_cipher, confirmed_at) VALUES ($1, 'sealed', now())`;
    await place.gateway.db.query(insert, [id]);
    const effects = () => number(place, 'SELECT 1 - count(*) FROM totp_factors WHERE user_id = $1', [id]);
    return { path: `/api/v1/members/${id}/reset-second-factor`, effects };
  },
  'POST /api/v1/merchants': (place) => {
    const name = newKey();
    const effects = () => number(place, 'SELECT count(*) FROM merchants WHERE name = $1', [name]);
    return Promise.resolve({ path: '/api/v1/merchants', body: { name }, effects });
  },
  'PATCH /api/v1/merchant': (place) => {
    const name = newKey();
    const effects = () => number(place, 'SELECT count(*) FROM merchants WHERE name = $1', [name]);
    return Promise.resolve({ path: '/api/v1/merchant', body: { name }, effects });
  },
  'POST /api/v1/merchant/return-secret/rotate': (place) => {
    const { id } = place.merchant;
    // Counted by its effect: a second rotation would store another secret than the one in the identical responses.
    const text = 'SELECT count(return_secret_cipher) FROM merchants WHERE id = $1';
    return Promise.resolve({
      path: '/api/v1/merchant/return-secret/rotate',
      body: {},
      effects: () => number(place, text, [id]),
    });
  },
  'POST /api/v1/api-keys': (place) =>
    Promise.resolve({
      path: '/api/v1/api-keys',
      body: {},
      effects: () => number(place, 'SELECT count(*) - 1 FROM api_keys WHERE merchant_id = $1', [place.merchant.id]),
    }),
  'POST /api/v1/api-keys/{id}/roll': (place) =>
    Promise.resolve({
      path: `/api/v1/api-keys/${place.merchant.apiKey}/roll`,
      body: { expire_old_in: 3_600 },
      effects: () => number(place, 'SELECT count(*) - 1 FROM api_keys WHERE merchant_id = $1', [place.merchant.id]),
    }),
  'DELETE /api/v1/api-keys/{id}': (place) => {
    const text = `SELECT 1 - count(*) FROM api_keys WHERE id = $1 AND (expires_at IS NULL OR expires_at > now())`;
    const { apiKey } = place.merchant;
    return Promise.resolve({ path: `/api/v1/api-keys/${apiKey}`, effects: () => number(place, text, [apiKey]) });
  },
  'PATCH /api/v1/orders/{id}': async (place) => {
    const { id } = await place.gateway.order({}, place.merchant.api);
    return { path: `/api/v1/orders/${id}`, body: { receipt: 'x' }, effects: versions(place, 'orders', id) };
  },
  'PATCH /api/v1/payments/{id}': async (place) => {
    const id = await payment(place);
    return { path: `/api/v1/payments/${id}`, body: { notes: { a: 1 } }, effects: versions(place, 'payments', id) };
  },
  'PATCH /api/v1/refunds/{id}': async (place) => {
    const id = await refund(place);
    return { path: `/api/v1/refunds/${id}`, body: { notes: { a: 1 } }, effects: versions(place, 'refunds', id) };
  },
  'POST /api/v1/customers': (place) => {
    const name = newKey();
    const effects = () => number(place, 'SELECT count(*) FROM customers WHERE name = $1', [name]);
    return Promise.resolve({ path: '/api/v1/customers', body: { name }, effects });
  },
  'PATCH /api/v1/customers/{id}': async (place) => {
    const id = await customer(place);
    return { path: `/api/v1/customers/${id}`, body: { name: 'x' }, effects: versions(place, 'customers', id) };
  },
  'POST /api/v1/customers/{id}/erase': async (place) => {
    const id = await customer(place);
    return { path: `/api/v1/customers/${id}/erase`, body: {}, effects: versions(place, 'customers', id) };
  },
  'POST /api/v1/payment-links': (place) => {
    const reference_id = newKey();
    const text = 'SELECT count(*) FROM payment_links WHERE reference_id = $1';
    const effects = () => number(place, text, [reference_id]);
    const body = { amount: 50_000, title: 'Yoga class', reference_id };
    return Promise.resolve({ path: LINKS, body, effects });
  },
  'PATCH /api/v1/payment-links/{id}': async (place) => {
    const id = await paymentLink(place);
    return { path: `${LINKS}/${id}`, body: { notes: { a: 1 } }, effects: versions(place, 'payment_links', id) };
  },
  'POST /api/v1/payment-links/{id}/cancel': async (place) => {
    const id = await paymentLink(place);
    const text = `SELECT count(*) FROM events WHERE object_id = $1 AND type = 'payment_link.cancelled'`;
    return { path: `${LINKS}/${id}/cancel`, body: {}, effects: () => number(place, text, [id]) };
  },
  'POST /api/v1/payment-links/{id}/public/orders': async (place) => {
    const id = await paymentLink(place);
    const effects = () => number(place, 'SELECT count(*) FROM orders WHERE payment_link_id = $1', [id]);
    return { path: `${LINKS}/${id}/public/orders`, body: {}, effects };
  },
  'POST /api/v1/payments/{id}/release': async (place) => {
    const columns = 'cancel_requested_at, cancel_cause, consecutive_timeouts';
    const id = await atBank(place, columns, `now(), 'requested', 1`);
    const text = `SELECT count(*) FROM events WHERE object_id = $1 AND type = 'payment.failed'`;
    return { path: `/api/v1/payments/${id}/release`, body: {}, effects: () => number(place, text, [id]) };
  },
  'POST /api/v1/payments/{id}/public/receipt': async (place) => {
    const id = await captured(place);
    const effects = () => number(place, `SELECT count(*) FROM mails WHERE object_id = $1 AND kind = 'receipt'`, [id]);
    return { path: `/api/v1/payments/${id}/public/receipt`, body: { email: `${id}@example.com` }, effects };
  },
  'POST /api/v1/payments/{id}/public/returned': async (place) => {
    const id = await atBank(place, 'action_type', `'redirect'`);
    const effects = () => number(place, 'SELECT wake_seq FROM charges WHERE payment_id = $1', [id]);
    return { path: `/api/v1/payments/${id}/public/returned`, body: {}, effects };
  },
  'POST /api/v1/payments/{id}/public/elsewhere': async (place) => {
    const id = await atBank(place, 'action_type', `'redirect'`);
    const next = { connector: 'simulated', label: 'The next one' };
    await place.merchant.api.post('/api/v1/connector-accounts', next);
    const closing = `SELECT count(*) FROM charges WHERE payment_id = $1 AND cancel_cause = 'elsewhere'`;
    const effects = () => number(place, closing, [id]);
    return { path: `/api/v1/payments/${id}/public/elsewhere`, body: {}, effects };
  },
  'POST /api/v1/events/{id}/resend': async (place) => {
    const { event, begun } = await delivery(place);
    return { path: `/api/v1/events/${event}/resend`, body: {}, effects: begun };
  },
  'POST /api/v1/webhooks/{id}/retry': async (place) => {
    const { id, begun } = await delivery(place);
    return { path: `/api/v1/webhooks/${id}/retry`, body: {}, effects: begun };
  },
  'POST /api/v1/webhook-endpoints': (place) => {
    const description = newKey();
    const effects = () => number(place, 'SELECT count(*) FROM webhook_endpoints WHERE description = $1', [description]);
    return Promise.resolve({ path: '/api/v1/webhook-endpoints', body: { kind: 'inbox', description }, effects });
  },
  'PATCH /api/v1/webhook-endpoints/{id}': async (place) => {
    const id = await inbox(place);
    return { path: `/api/v1/webhook-endpoints/${id}`, body: { description: 'x' }, effects: changes(place, id) };
  },
  'DELETE /api/v1/webhook-endpoints/{id}': async (place) => {
    const id = await inbox(place);
    return { path: `/api/v1/webhook-endpoints/${id}`, effects: changes(place, id) };
  },
  'POST /api/v1/webhook-endpoints/{id}/rotate-secret': async (place) => {
    const id = await inbox(place);
    return { path: `/api/v1/webhook-endpoints/${id}/rotate-secret`, body: {}, effects: changes(place, id) };
  },
  'POST /api/v1/webhook-endpoints/{id}/test': async (place) => {
    const id = await inbox(place);
    const effects = () => number(place, 'SELECT count(*) FROM webhook_logs WHERE endpoint_id = $1', [id]);
    return { path: `/api/v1/webhook-endpoints/${id}/test`, body: {}, effects };
  },
  'POST /api/v1/webhook-endpoints/{id}/replay': async (place) => {
    const { endpoint, begun } = await delivery(place);
    const failed = `UPDATE webhook_logs SET status = 'failed', next_retry_at = NULL WHERE endpoint_id = $1`;
    await place.gateway.db.query(failed, [endpoint]);
    const body = { since: '2020-01-01T00:00:00Z', only: 'failed' };
    return { path: `/api/v1/webhook-endpoints/${endpoint}/replay`, body, effects: begun };
  },
  'POST /api/v1/connector-accounts': (place) => {
    const label = newKey();
    const effects = () => number(place, 'SELECT count(*) FROM connector_accounts WHERE label = $1', [label]);
    return Promise.resolve({ path: ACCOUNTS, body: { connector: 'simulated', label }, effects });
  },
  'PATCH /api/v1/connector-accounts/{id}': async (place) => {
    const id = await account(place);
    return { path: `${ACCOUNTS}/${id}`, body: { label: 'x' }, effects: accountChanges(place, id) };
  },
  'DELETE /api/v1/connector-accounts/{id}': async (place) => {
    const id = await account(place);
    return { path: `${ACCOUNTS}/${id}`, effects: accountChanges(place, id) };
  },
  'POST /api/v1/connector-accounts/{id}/test': async (place) => {
    const id = await account(place);
    const effects = () => number(place, 'SELECT count(tested_at) FROM connector_accounts WHERE id = $1', [id]);
    return { path: `${ACCOUNTS}/${id}/test`, body: {}, effects };
  },
  'PUT /api/v1/routing-rules': async (place) => {
    const effects = () => number(place, 'SELECT coalesce(max(version), 0) FROM routing_rules', []);
    const before = await effects();
    const body = { version: before, rules: [] };
    return { path: '/api/v1/routing-rules', body, effects: async () => (await effects()) - before };
  },
};

describe('50 simultaneous requests with one idempotency key', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  it('are tested on every operation that takes a key', async () => {
    const { paths } = await documentOf(gateway);
    const taking = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations)
        .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'Idempotency-Key'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    const money = WRITE_ENDPOINTS.map(({ name }) => name.replace(' /', ' /api/v1/'));
    expect([...money, ...Object.keys(CASES)].sort()).toEqual(taking.sort());
  });

  it.each(Object.entries(CASES))('%s: one effect and identical responses', async (name, prepare) => {
    const merchant = await gateway.newMerchant();
    const owner = (await gateway.newMember('owner', merchant.id)).api;
    const { path, body, effects } = await prepare({ gateway, merchant, owner });
    const key = newKey();
    const [method = ''] = name.split(' ');
    const send = (): Promise<Reply> => owner.call(method, path, body, { key });
    const replies = await Promise.all(Array.from({ length: 50 }, send));
    expect(replies[0]?.status).toBeLessThan(300);
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies.filter(({ headers }) => !headers.has('Idempotent-Replayed'))).toHaveLength(1);
    expect((await send()).text).toBe(replies[0]?.text);
    expect(await effects()).toBe(1);
  });
});
