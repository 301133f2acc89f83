import { performance } from 'node:perf_hooks';
import type { Account } from './load-order.js';
import type { Ledger } from './stage.js';

const PER_BATCH = 50_000;

/**
 * The tables that a year of business fills, and to which a full gateway writes with every order, payment and delivery.
 */
export const FILLED = [
  ...['orders', 'payments', 'idempotency_keys', 'stored_events', 'webhook_logs', 'webhook_attempts', 'movements'],
  'request_logs',
] as const;

/**
 * Inserts the same number of rows into each table, spread evenly over the merchants and the last 90 days, mostly paid
 * and delivered. Without triggers and foreign keys, whose rules the rows satisfy by construction. Ids are older than
 * any that the gateway makes now, and in the order of time. Stops at its time limit, and returns the number of rows.
 */
export async function fill(
  { db, accounts }: Ledger,
  rows: number,
  seconds: number,
  note: (what: string) => void,
): Promise<number> {
  const merchants = accounts.map(({ id }: Account) => id);
  const end = performance.now() + seconds * 1_000;
  let filled = 0;
  const client = await db.connect();
  try {
    await client.query('SET session_replication_role = replica');
    await client.query(ENDPOINTS, [merchants]);
    for (let from = 0; from < rows && performance.now() < end; from += PER_BATCH) {
      const values = [merchants, from, Math.min(from + PER_BATCH, rows) - 1, rows];
      for (const statement of STATEMENTS) await client.query(statement, values);
      filled = Math.min(from + PER_BATCH, rows);
      note(`${filled} of ${rows} rows in each table`);
    }
    await client.query('VACUUM ANALYZE');
  } finally {
    client.release(true);
  }
  return filled;
}

const NUMBERED = `
  SELECT ($1::uuid[])[1 + n % array_length($1::uuid[], 1)] AS merchant_id, 0 || lpad(n::text, 15, '0') AS number, n % 10 AS kind,
    now() - interval '90 days' * ($4::int - n) / $4 AS at, n
  FROM generate_series($2::int, $3::int) AS n`;

const ORDERS = `
INSERT INTO orders (merchant_id, mode, id, amount, amount_paid, currency, receipt, notes, status, attempts, created_at, updated_at)
SELECT merchant_id, 'test', 'order_' || number, 50000, CASE WHEN kind < 8 THEN 50000 ELSE 0 END, 'INR', 'receipt_' || n,
  '{"customer":"Asha Rao"}', CASE WHEN kind < 8 THEN 'paid' ELSE 'attempted' END, 1, at, at
FROM (${NUMBERED}) numbered`;

const PAYMENTS = `
INSERT INTO payments (merchant_id, id, mode, order_id, amount, amount_captured, captured, currency, method, flow, vpa,
  card_network, card_last4, instrument, capture, status, error_code, error_reason, connector, connector_reference, actor,
  version, sends, captured_at, created_at, updated_at)
SELECT merchant_id, 'pay_' || number, 'test', 'order_' || number, 50000, CASE WHEN kind < 8 THEN 50000 ELSE 0 END, kind < 8,
  'INR', CASE WHEN n % 2 = 0 THEN 'upi' ELSE 'card' END, CASE WHEN n % 2 = 0 THEN 'collect' END,
  CASE WHEN n % 2 = 0 THEN 'shopper' || n % 5000 || '@upi' END, CASE WHEN n % 2 = 1 THEN 'visa' END,
  CASE WHEN n % 2 = 1 THEN lpad((n % 10000)::text, 4, '0') END, 'none', 'automatic',
  CASE WHEN kind < 8 THEN 'success' ELSE 'failed' END, CASE WHEN kind >= 8 THEN 'PAYMENT_FAILED' END,
  CASE WHEN kind >= 8 THEN 'card_declined' END, 'simulated-bank', 'bank_' || n, 'api_key:none', 3, 1,
  CASE WHEN kind < 8 THEN at END, at, at
FROM (${NUMBERED}) numbered`;

const KEYS = `
INSERT INTO idempotency_keys (merchant_id, key, request_hash, resource_id, status, body, expires_at, created_at)
SELECT merchant_id, 'key-' || md5(n::text), md5('request' || n) || md5(n::text), 'order_' || number, 201,
  '{"id":"order_' || number || '","amount":50000,"currency":"INR","notes":{"customer":"Asha Rao"}}', now() + interval '1 day', at
FROM (${NUMBERED}) numbered`;

const EVENTS = `
INSERT INTO stored_events (merchant_id, id, mode, type, object_id, version, payload, actor, created_at)
SELECT merchant_id, 'evt_' || number, 'test', CASE WHEN kind < 8 THEN 'payment.success' ELSE 'payment.failed' END,
  'pay_' || number, 3, '{"id":"evt_' || number || '","data":{"payment":' || repeat('x', 400) || '}}', 'system', at
FROM (${NUMBERED}) numbered`;

/** Disabled, so that the measurement makes no deliveries. */
const ENDPOINTS = `
INSERT INTO webhook_endpoints (merchant_id, id, mode, url, secret_cipher, enabled)
SELECT merchant_id, 'we_0000000000000000', 'test', 'http://127.0.0.1:9/', 'none', false FROM unnest($1::uuid[]) AS merchant_id`;

const UUID = `uuidv7(at - clock_timestamp())`;
const DELIVERIES = `
WITH delivered AS (
  INSERT INTO webhook_logs (merchant_id, id, mode, event_id, endpoint_id, event, status, attempts, response_code, created_at, updated_at)
  SELECT merchant_id, ${UUID}, 'test', 'evt_' || number, 'we_0000000000000000', 'payment.success', 'success', 1, 200, at, at
  FROM (${NUMBERED}) numbered RETURNING merchant_id, id, created_at)
INSERT INTO webhook_attempts (merchant_id, webhook_id, fence, attempt, request_headers, response_code, duration_ms, created_at)
SELECT merchant_id, id, 1, 1, '{"Content-Type":"application/json"}', 200, 5, created_at FROM delivered`;

const MOVEMENTS = `
INSERT INTO movements (merchant_id, id, mode, type, payment_id, amount, currency, created_at)
SELECT merchant_id, ${UUID}, 'test', 'capture', 'pay_' || number, 50000, 'INR', at FROM (${NUMBERED}) numbered`;

const REQUESTS = `
INSERT INTO request_logs (merchant_id, id, actor, api_key_id, method, path, status, duration_ms, request_id, request_body, created_at)
SELECT merchant_id, ${UUID}, 'api_key:none', 'none', 'POST', '/api/v1/orders', 201, 5, md5(n::text), '{"amount":50000}', at
FROM (${NUMBERED}) numbered`;

const STATEMENTS = [ORDERS, PAYMENTS, KEYS, EVENTS, DELIVERIES, MOVEMENTS, REQUESTS];

/** Cursors from the middle of a merchant's list to its end. */
export async function deepCursors({ db, accounts }: Ledger, table: 'orders' | 'payments', rows: number) {
  const each = Math.floor(rows / accounts.length);
  const shares = Array.from({ length: 20 }, (_, n) => 0.5 + (0.49 * n) / 19);
  const cursors: { merchant: number; cursor: string }[] = [];
  for (const [merchant, { id }] of accounts.entries())
    for (const share of shares) {
      const text = `SELECT id FROM ${table} WHERE merchant_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1`;
      const { rows: found } = await db.query<{ id: string }>(text, [id, Math.floor(each * share)]);
      if (!found[0]) throw new Error(`${table}: no row ${share} of the way down`);
      cursors.push({ merchant, cursor: Buffer.from(found[0].id).toString('base64url') });
    }
  return cursors;
}
