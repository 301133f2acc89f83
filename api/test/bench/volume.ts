import type { Account } from './load-order.js';
import type { Ledger } from './stage.js';

const PER_BATCH = 50_000;

/**
 * Orders and as many payments, evenly over the merchants and the last 90 days, mostly paid. Past triggers and foreign
 * keys, which hold here by construction. Ids are older than any that the gateway makes now, and in the order of time.
 */
export async function fill({ db, accounts }: Ledger, rows: number, note: (what: string) => void): Promise<void> {
  const merchants = accounts.map(({ id }: Account) => id);
  const client = await db.connect();
  try {
    await client.query('SET session_replication_role = replica');
    for (let from = 0; from < rows; from += PER_BATCH) {
      const values = [merchants, from, Math.min(from + PER_BATCH, rows) - 1, rows];
      await client.query(ORDERS, values);
      await client.query(PAYMENTS, values);
      note(`${from} of ${rows} orders and payments`);
    }
    await client.query('VACUUM ANALYZE');
  } finally {
    client.release(true);
  }
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

/** Cursors from the middle of a merchant's list to its very end. */
export async function deepCursors({ db, accounts }: Ledger, table: 'orders' | 'payments', rows: number) {
  const each = Math.floor(rows / accounts.length);
  const shares = Array.from({ length: 20 }, (_, n) => 0.5 + (0.49 * n) / 19);
  const cursors: { merchant: number; cursor: string }[] = [];
  for (const [merchant, { id }] of accounts.entries())
    for (const share of shares) {
      const text = `SELECT id FROM ${table} WHERE merchant_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1`;
      const { rows: found } = await db.query<{ id: string }>(text, [id, Math.floor(each * share)]);
      cursors.push({ merchant, cursor: Buffer.from(found[0]?.id ?? '').toString('base64url') });
    }
  return cursors;
}
