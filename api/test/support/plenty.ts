import type pg from 'pg';
import { type IdKind, smallestIdAt } from '../../src/platform/ids.js';

/** Rows of each table, except the merchants themselves. */
const ROWS = 50_000;
const MERCHANTS = 1_000;
/** Has a fifth of everything; the others share the rest. */
export const BIG_MERCHANT = '00000000-0000-4000-8000-000000000000';

/** Rows are made over the last 90 days, in the order of their number. */
const NOW_MS = Date.now();
const EVERY_MS = (90 * 86_400_000) / ROWS;

/** The id of the nth row; it contains the row's time, like the gateway's ids. */
export function idOf(kind: IdKind, n: number): string {
  const number = String(n).padStart(9, '0');
  return smallestIdAt(kind, new Date(NOW_MS - EVERY_MS * (ROWS - n))).slice(0, -number.length) + number;
}

/** The same in SQL, without the prefix: the milliseconds in seven base-62 digits. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MS = `(${NOW_MS} - ${EVERY_MS}::bigint * (${ROWS} - n))`;
const TIME = [6, 5, 4, 3, 2, 1, 0].map((place) => `substr('${DIGITS}', 1 + (${MS} / ${62 ** place} % 62)::int, 1)`);

/** A row's id, its creation time, and its merchant. */
const NUMBERED = `(SELECT n, ${TIME.join(' || ')} || lpad(n::text, 9, '0') AS id, to_timestamp(${MS} / 1000.0) AS at,
  ('00000000-0000-4000-8000-' || lpad((CASE WHEN n % 5 = 0 THEN 0 ELSE n % ${MERCHANTS} END)::text, 12, '0'))::uuid AS merchant,
  uuidv7(interval '90 days' * (n - ${ROWS}) / ${ROWS}) AS uuid
  FROM generate_series(1, ${ROWS}) AS n) numbered`;

/** Columns with their values, as SQL over `n`, `id`, `uuid`, `at` and `merchant`. */
const TABLES: Record<string, Record<string, string>> = {
  api_keys: {
    merchant_id: 'merchant',
    id: `'key_test_' || id`,
    mode: `'test'`,
    secret_hash: `sha256(id::text::bytea)`,
  },
  customers: {
    ...{ merchant_id: 'merchant', id: `'cust_' || id`, mode: `'test'`, name: `'Shopper ' || n`, created_at: 'at' },
    ...{ email: `'shopper' || n || '@shop.example'`, contact: `'+91' || lpad(n::text, 10, '0')` },
    erased_at: `CASE WHEN n % 1000 = 9 THEN at END`,
    erasure_due_at: `CASE WHEN n % 1000 = 9 THEN at END`,
  },
  orders: {
    customer_id: `CASE WHEN n % 3 = 0 THEN 'cust_' || id END`,
    ...{ merchant_id: 'merchant', id: `'order_' || id`, mode: `'test'`, amount: '50000', currency: `'INR'` },
    payment_link_id: `CASE WHEN n % 50 = 0 THEN 'plink_' || id END`,
    ...{ receipt: `'receipt_' || n`, attempts: '1', created_at: 'at', updated_at: 'at' },
    amount_paid: `CASE WHEN n / 7 % 10 < 8 THEN 50000 ELSE 0 END`,
    status: `CASE WHEN n / 7 % 10 < 8 THEN 'paid' WHEN n / 7 % 10 = 8 THEN 'expired' ELSE 'created' END`,
    expires_at: `CASE WHEN n / 7 % 10 = 9 AND n % 4 = 0 THEN now() + interval '1 hour' END`,
  },
  payment_links: {
    ...{ merchant_id: 'merchant', id: `'plink_' || id`, mode: `'test'`, title: `'Yoga class'`, amount: '50000' },
    ...{ currency: `'INR'`, reference_id: `'reference_' || n`, created_at: 'at', reusable: 'true' },
    status: `(ARRAY['active', 'expired', 'cancelled'])[1 + n / 7 % 3]`,
    expires_at: `CASE WHEN n % 4 = 0 THEN now() + interval '1 hour' WHEN n % 1000 = 9 THEN at END`,
    orders_due_at: `CASE WHEN n % 1000 = 19 THEN at END`,
  },
  payments: {
    ...{
      customer_id: `CASE WHEN n % 3 = 0 THEN 'cust_' || id END`,
      amount_refunded: `CASE WHEN n / 7 % 10 = 1 THEN 50000 WHEN n / 7 % 10 = 2 THEN 1 ELSE 0 END`,
    },
    payment_link_id: `CASE WHEN n % 50 = 0 THEN 'plink_' || id END`,
    ...{ merchant_id: 'merchant', id: `'pay_' || id`, mode: `'test'`, order_id: `'order_' || id`, amount: '50000' },
    ...{ currency: `'INR'`, instrument: `'none'`, capture: `'automatic'`, connector: `'bank'`, actor: `'system'` },
    ...{ created_at: 'at', updated_at: 'at', connector_reference: `'bank_' || n`, captured: 'n / 7 % 10 < 8' },
    amount_captured: `CASE WHEN n / 7 % 10 < 8 THEN 50000 ELSE 0 END`,
    method: `CASE WHEN n % 2 = 0 THEN 'upi' ELSE 'card' END`,
    vpa: `CASE WHEN n % 2 = 0 THEN 'shopper' || n % 5000 || '@upi' END`,
    card_last4: `CASE WHEN n % 2 = 1 THEN lpad((n % 10000)::text, 4, '0') END`,
    status: `CASE WHEN n / 7 % 10 < 8 THEN 'success' WHEN n / 7 % 200 = 9 THEN 'pending' ELSE 'failed' END`,
    due_at: `CASE WHEN n / 7 % 200 = 9 THEN at END`,
    ...{ charge_id: `'chg_' || id`, captured_charge_id: `'chg_' || id` },
    shopper: `CASE WHEN n % 3 = 0 THEN 'shopper' || n % 5000 END`,
  },
  search_terms: {
    ...{ merchant_id: 'merchant', kind: `(ARRAY['order', 'payment', 'refund', 'payment_link'])[1 + n / 7 % 4]` },
    object_id: `(ARRAY['order_', 'pay_', 'rfnd_', 'plink_'])[1 + n / 7 % 4] || id`,
    term: `(ARRAY['shopper' || n % 5000 || '@upi', lpad((n % 10000)::text, 4, '0'), 'shopper' || n || '@shop.example', 'reference_' || n])[1 + n % 4]`,
  },
  charges: {
    ...{ merchant_id: 'merchant', id: `'chg_' || id`, mode: `'test'`, payment_id: `'pay_' || id`, amount: '50000' },
    ...{ account_id: `'ca_1'`, connector: `'bank'`, currency: `'INR'`, provider_id: `'bank_' || n`, created_at: 'at' },
    status: `CASE WHEN n / 7 % 10 < 8 THEN 'approved' WHEN n / 7 % 200 = 9 THEN 'open' ELSE 'failed' END`,
    due_at: `CASE WHEN n / 7 % 200 = 9 THEN at END`,
  },
  charge_ids: {
    ...{
      merchant_id: 'merchant',
      account_id: `'ca_1'`,
      kind: `'charge'`,
      id: `'bank_' || n`,
      charge_id: `'chg_' || id`,
    },
  },
  connector_accounts: {
    ...{ merchant_id: 'merchant', id: `'ca_' || id`, mode: `'test'`, connector: `'bank'`, label: `'Cards'` },
    ...{ created_by: `'user'`, created_at: 'at' },
  },
  connector_notifications: {
    ...{ merchant_id: 'merchant', account_id: `'ca_1'`, body_hash: `'hash-' || id`, event_id: `'evt_' || n` },
    ...{ type: `'charge.captured'`, ids: `'[]'`, charge_reference: `'chg_' || id`, received_at: 'at' },
    due_at: `CASE WHEN n % 1000 = 9 THEN at END`,
  },
  refunds: {
    ...{ merchant_id: 'merchant', id: `'rfnd_' || id`, mode: `'test'`, payment_id: `'pay_' || id`, amount: '100' },
    ...{ order_id: `'order_' || id`, currency: `'INR'`, connector: `'bank'`, actor: `'system'` },
    ...{ created_at: 'at', updated_at: 'at', connector_reference: `'refund_' || n` },
    status: `CASE WHEN n % 200 = 9 THEN 'pending' WHEN n % 20 = 0 THEN 'failed' WHEN n % 500 = 1 THEN 'processing' ELSE 'processed' END`,
    ...{ charge_id: `'chg_' || id`, call_due_at: `CASE WHEN n % 200 = 9 THEN at END` },
    due_at: `CASE WHEN n % 200 = 19 THEN at END`,
  },
  movements: {
    ...{ merchant_id: 'merchant', id: 'uuid', mode: `'test'`, type: `'capture'`, payment_id: `'pay_' || id` },
    ...{ amount: '50000', currency: `'INR'`, created_at: 'at' },
  },
  stored_events: {
    ...{ merchant_id: 'merchant', id: `'evt_' || id`, mode: `'test'`, object_id: `'pay_' || id`, version: '1' },
    ...{ payload: `'{"id":"' || repeat('x', 300) || '"}'`, actor: `'system'`, created_at: 'at' },
    type: `(ARRAY['payment.created', 'payment.success', 'payment.failed', 'order.paid'])[1 + n % 4]`,
  },
  webhook_endpoints: {
    ...{ merchant_id: 'merchant', id: `'we_' || id`, mode: `'test'`, url: `'https://shop.example/' || n` },
    ...{ secret_cipher: `'x'`, enabled: 'n % 10 = 0' },
  },
  webhook_logs: {
    ...{ merchant_id: 'merchant', id: 'uuid', mode: `'test'`, event_id: `'evt_' || id`, attempts: '1' },
    ...{ endpoint_id: `'we_' || lpad((n % 1000)::text, 16, '0')`, created_at: 'at', updated_at: 'at' },
    event: `(ARRAY['payment.created', 'payment.success', 'payment.failed', 'order.paid'])[1 + n % 4]`,
    status: `CASE WHEN n % 100 = 9 THEN 'pending' WHEN n % 20 = 0 THEN 'failed' ELSE 'success' END`,
    next_retry_at: `CASE WHEN n % 100 = 9 THEN at END`,
  },
  webhook_attempts: {
    ...{ merchant_id: 'merchant', webhook_id: 'uuid', fence: '1', attempt: '1', request_headers: `'{}'` },
    ...{ response_code: '200', duration_ms: '5', created_at: 'at' },
  },
  idempotency_keys: {
    ...{ merchant_id: 'merchant', key: `'key-' || id`, request_hash: `'hash-' || id`, resource_id: `'order_' || id` },
    ...{
      status: '201',
      body: `CASE WHEN n % 3 = 0 THEN '{"customer":{"id":"cust_1"}}' ELSE '{}' END`,
      expires_at: `at + interval '90 days'`,
      created_at: 'at',
    },
  },
  request_logs: {
    ...{
      merchant_id: 'merchant',
      id: 'uuid',
      actor: `'api_key'`,
      api_key_id: `'key_test_' || n % 100`,
      duration_ms: '5',
    },
    ...{ method: `CASE WHEN n % 3 = 0 THEN 'GET' ELSE 'POST' END`, request_id: `'request-' || id`, created_at: 'at' },
    path: `(ARRAY['/api/v1/orders', '/api/v1/payments', '/api/v1/refunds'])[1 + n % 3] || '/' || n`,
    status: `(ARRAY[200, 201, 201, 404, 400, 500])[1 + n % 6]`,
  },
  statistics: {
    ...{ merchant_id: 'merchant', currency: `'INR'`, count: '1', amount: '100' },
    grain: `CASE WHEN n > ${ROWS} * 9 / 10 THEN 'minute' ELSE 'hour' END`,
    bucket: `date_trunc(CASE WHEN n > ${ROWS} * 9 / 10 THEN 'minute' ELSE 'hour' END, at)`,
    metric: `'metric_' || n`,
  },
  users: { id: 'uuid', email: `n || '@shop.example'`, name: `'Asha Rao'`, password_hash: `'none'` },
  memberships: { merchant_id: 'merchant', user_id: 'uuid', role: `'viewer'`, created_at: 'at' },
  sessions: {
    user_id: 'uuid',
    token_hash: `sha256(id::bytea)`,
    expires_at: `at + interval '90 days'`,
    created_at: 'at',
  },
  invites: {
    ...{ merchant_id: 'merchant', id: 'uuid', email: `n || '@shop.example'`, role: `'viewer'`, created_at: 'at' },
    ...{ token_hash: `sha256(id::bytea)`, expires_at: `at + interval '90 days'` },
  },
  mails: {
    ...{
      id: 'uuid',
      merchant_id: 'merchant',
      kind: `CASE WHEN n % 3 = 0 THEN 'receipt' ELSE 'invite' END`,
      recipient: `n || '@shop.example'`,
      created_at: 'at',
    },
    object_id: `'pay_' || id`,
    ...{ sender_name: `'Tea shop'`, subject: `'Invitation'`, body_text: `'text'`, body_html: `'html'` },
    ...{ status: `CASE WHEN n % 50 = 0 THEN 'pending' ELSE 'sent' END` },
    ...{ next_attempt_at: `CASE WHEN n % 50 = 0 THEN at + interval '90 days' END` },
  },
  mail_notices: {
    merchant_id: 'merchant',
    kind: `'authorizations_expiring'`,
    object_id: `'pay_' || id`,
    created_at: 'at',
  },
  password_resets: {
    ...{ token_hash: `sha256(id::bytea)`, expires_at: `at + interval '90 days'`, created_at: 'at' },
    user_id: 'uuid',
  },
  sign_ins: {
    ...{ token_hash: `sha256(id::bytea)`, user_id: 'uuid', action: `'auth.login'`, is_new_device: 'true' },
    ...{ expires_at: `at + interval '90 days'`, created_at: 'at' },
  },
  passkey_challenges: {
    ...{ challenge: `n::text`, purpose: `'sign_in'`, expires_at: `at + interval '90 days'`, created_at: 'at' },
  },
  login_failures: { account: `n || '@shop.example'`, failures: '1', failed_at: 'at', blocked_until: 'at' },
  audit_log: {
    ...{
      merchant_id: 'merchant',
      id: 'uuid',
      actor: `'user:00000000-0000-4000-8000-' || lpad((n % 50)::text, 12, '0')`,
      outcome: '200',
      seq: 'n',
      hash: `sha256(id::bytea)`,
      created_at: 'at',
    },
    ...{ action: `'action.' || n % 20`, object_id: `'we_' || id` },
  },
};

/** The tables that grow with a merchant's business. */
export const GROWING: readonly string[] = Object.keys(TABLES);

/** Inserts 50 000 rows into each table, without triggers and foreign keys, hence as superuser. */
export async function fillTables(client: pg.Client): Promise<void> {
  await client.query('SET session_replication_role = replica');
  await client.query(`INSERT INTO merchants (id, mode, name)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'test', 'A shop' FROM generate_series(0, ${MERCHANTS} - 1) AS n`);
  await client.query(`CREATE TEMPORARY TABLE numbered AS SELECT * FROM ${NUMBERED}`); // the same ids in all of them
  for (const [table, columns] of Object.entries(TABLES)) {
    const [names, values] = [Object.keys(columns).join(', '), Object.values(columns).join(', ')];
    await client.query(`INSERT INTO ${table} (${names}) SELECT ${values} FROM numbered ORDER BY n`);
  }
  await client.query('SET session_replication_role = DEFAULT');
  await client.query('VACUUM ANALYZE');
}
