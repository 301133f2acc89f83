import type { Client } from './client.js';
import { type Gateway, type Merchant } from './gateway.js';
import { waitFor } from './processes.js';

/** One of every object that a merchant can have, by its path segment. */
export interface Shop {
  merchant: Merchant;
  /** The owner's session, which may also do what no key may. */
  owner: Client;
  /** An order that takes payments. */
  open: string;
  ids: {
    'api-keys': string;
    members: string;
    orders: string;
    'payment-links': string;
    payments: string;
    refunds: string;
    customers: string;
    events: string;
    'webhook-endpoints': string;
    webhooks: string;
    'connector-accounts': string;
    logs: string;
    mails: string;
    sessions: string;
    passkeys: string;
  };
}

/** A merchant with a captured payment, a partial refund of it, and an inbox with the events of both. */
export async function openShop(gateway: Gateway): Promise<Shop> {
  const merchant = await gateway.newMerchant();
  const { api } = merchant;
  const owner = await gateway.newMember('owner', merchant.id);
  const endpoint = (await api.post('/api/v1/webhook-endpoints', { kind: 'inbox' })).json;
  // Lists of one row have no cursor, so there are two customers and two links.
  await api.post('/api/v1/customers', { name: 'Ravi Rao' });
  await api.post('/api/v1/payment-links', { amount: 10_000, title: 'Trial class' });
  const customer = (await api.post('/api/v1/customers', { name: 'Asha Rao', email: 'asha@example.com' })).json;
  const order = await gateway.order({ customer: { id: customer.id } }, api);
  const payment = await gateway.payment((await gateway.pay(order.id, undefined, api)).id, ['success'], api);
  const link = (await api.post('/api/v1/payment-links', { amount: 50_000, title: 'Yoga class' })).json;
  const refund = (await api.post('/api/v1/refunds', { payment_id: payment.id, amount: 10_000 })).json;
  await gateway.refund(refund.id, api);
  const open = await gateway.order({ receipt: 'open' }, api);
  await gateway.pay(open.id, { method: 'upi', vpa: 'approve@upi' }, api);
  const pending = `SELECT 1 FROM webhook_logs WHERE merchant_id = $1 AND status = 'pending'
    UNION ALL SELECT 1 FROM payments WHERE merchant_id = $1 AND status IN ('pending', 'processing')`;
  await waitFor(async () => (await gateway.db.query(pending, [merchant.id])).rowCount === 0, { what: 'a quiet shop' });
  const first = async (path: string) =>
    waitFor(async () => (await owner.api.get(path)).json.data[0]?.id as string | undefined, { what: path });
  return {
    merchant,
    owner: owner.api,
    open: open.id,
    ids: {
      'api-keys': merchant.apiKey,
      members: owner.id,
      orders: payment.order_id,
      'payment-links': link.id,
      payments: payment.id,
      refunds: refund.id,
      customers: customer.id,
      events: await first('/api/v1/events'),
      'webhook-endpoints': endpoint.id,
      webhooks: await first('/api/v1/webhooks'),
      'connector-accounts': await first('/api/v1/connector-accounts'),
      logs: await first('/api/v1/logs'),
      mails: await newMail(gateway, merchant.id),
      passkeys: await newPasskey(gateway, owner.id),
      sessions: (await owner.api.get('/api/v1/sessions')).json.data[0].id,
    },
  };
}

/** A passkey of the owner, which no browser has. */
async function newPasskey(gateway: Gateway, userId: string): Promise<string> {
  const id = `passkey-${userId}`;
  await gateway.db.query(
    `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports) VALUES ($1, $2, 'Laptop', 'key', 0, '{}')`,
    [id, userId],
  );
  return id;
}

/** A mail in the inbox of a merchant. */
async function newMail(gateway: Gateway, merchantId: string): Promise<string> {
  const { rows } = await gateway.db.query<{ id: string }>(
    `INSERT INTO mails (merchant_id, kind, recipient, sender_name, subject, body_text, body_html, status)
     VALUES ($1, 'invite', 'asha@shop.example', 'A shop', 'Invitation', 'text', 'html', 'kept') RETURNING id`,
    [merchantId],
  );
  return rows[0]?.id ?? '';
}

/** Tables about a merchant that the gateway writes on its own schedule. */
const REPORTS = ['request_logs', 'search_terms', 'statistics'];

/** Every row of a merchant in every table, as text: equal results mean that nothing was changed. */
export async function rowsOf(gateway: Gateway, merchantId: string): Promise<Record<string, string[]>> {
  const { rows: tables } = await gateway.db.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'merchant_id' AND table_name <> ALL ($1)`,
    [REPORTS],
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const shown = name === 'api_keys' ? `(to_jsonb(t) - 'last_used_at')::text` : 't::text';
    const text = `SELECT ${shown} AS row FROM ${name} t WHERE merchant_id = $1 ORDER BY 1`;
    all[name] = (await gateway.db.query<{ row: string }>(text, [merchantId])).rows.map(({ row }) => row);
  }
  return all;
}
