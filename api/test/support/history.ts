import { asSuperuser } from './database.js';
import type { Gateway } from './gateway.js';

/**
 * `payments` payments of each merchant, spread evenly over the last `hours`: every outcome, three currencies, voids,
 * captures, refunds, failed refunds, reversals. Written without triggers and foreign keys, so orders are not needed.
 */
export async function writeHistory(
  { environment }: Gateway,
  merchantIds: readonly string[],
  { payments, hours }: { payments: number; hours: number },
): Promise<void> {
  const database = new URL(environment['DATABASE_URL'] ?? '').pathname.slice(1);
  await asSuperuser(async (client) => {
    await client.query('SET session_replication_role = replica');
    for (const text of [PAYMENTS, VERDICTS, MOVEMENTS]) {
      const values = text === PAYMENTS ? [merchantIds, payments, hours] : [merchantIds];
      await client.query(text, values);
    }
    await client.query('VACUUM ANALYZE');
  }, database);
}

const PAYMENTS = `
INSERT INTO payments (merchant_id, id, mode, order_id, amount, amount_captured, captured, currency, method, instrument,
  capture, status, error_reason, connector, actor, capture_before, created_at)
SELECT merchant_id, 'pay_' || lpad(n::text, 12, '0') || left(merchant_id::text, 4), 'test', 'order_' || n, 100 + n,
  CASE WHEN status = 'success' AND n % 5 > 0 THEN 100 + n ELSE 0 END, status = 'success' AND n % 5 > 0,
  (ARRAY['INR', 'INR', 'USD', 'JPY'])[1 + n % 4], (ARRAY['upi', 'card', NULL])[1 + n % 3], 'none', 'manual', status,
  CASE status WHEN 'failed' THEN (ARRAY['card_declined', 'insufficient_funds', NULL])[1 + n % 3] END, 'bank', 'system',
  CASE WHEN status = 'success' OR (status = 'cancelled' AND n % 2 = 0) THEN now() END,
  now() - make_interval(secs => 3600 * $3::float8 * ($2::int - n) / $2 + 300)
FROM unnest($1::uuid[]) AS merchant_id, generate_series(1, $2::int) AS n,
  LATERAL (SELECT (ARRAY['success', 'success', 'success', 'failed', 'cancelled', 'expired', 'pending'])[1 + n % 7] AS status) s
ORDER BY n`;

/** A voided authorisation succeeded before. */
const VERDICTS = `
INSERT INTO stored_events (merchant_id, id, mode, type, object_id, version, payload, actor, created_at)
SELECT merchant_id, 'evt_' || right(id, 16) || e.version, 'test', e.type, id, e.version, repeat('x', 400), 'system',
  created_at + e.version * interval '3 seconds'
FROM payments, LATERAL (VALUES (1, 'payment.created'),
  (2, CASE WHEN status = 'cancelled' AND capture_before IS NOT NULL THEN 'payment.success' ELSE 'payment.' || status END),
  (3, CASE WHEN status = 'cancelled' AND capture_before IS NOT NULL THEN 'payment.cancelled' END)) AS e(version, type)
WHERE merchant_id = ANY ($1::uuid[]) AND e.type <> 'payment.pending'
ORDER BY created_at, e.version`;

const MOVEMENTS = `
INSERT INTO movements (merchant_id, mode, type, payment_id, refund_id, amount, currency, created_at)
SELECT merchant_id, 'test', m.type, id, CASE WHEN m.type LIKE 'refund%' THEN 'rfnd_' || id END, m.amount, currency,
  created_at + m.after * interval '1 minute'
FROM payments, LATERAL (VALUES (1, captured, 'capture', amount_captured), (2, captured AND amount % 3 = 0, 'refund', -50),
  (4, captured AND amount % 9 = 0, 'refund_failed', 50), (0, status = 'expired' AND amount % 2 = 0, 'capture', amount),
  (0, status = 'expired' AND amount % 2 = 0, 'reversal', -amount)) AS m(after, happened, type, amount)
WHERE merchant_id = ANY ($1::uuid[]) AND m.happened
ORDER BY created_at, m.after`;

interface Happened {
  merchant: string;
  at: Date;
  currency: string;
  metric: string;
  amount: number;
}

interface Verdict {
  payment: string;
  type: string;
  reason: string | null;
  method: string | null;
}

/** Everything that statistics count, one by one, from a scan of every row: slow and simple. */
export async function everythingHappened({ db }: Gateway): Promise<Happened[]> {
  const { rows: verdicts } = await db.query<Happened & Verdict>(
    `SELECT v.merchant_id AS merchant, v.created_at AS at, p.currency, p.amount, p.id AS payment, v.type, p.error_reason AS reason, p.method
     FROM events v JOIN payments p ON p.merchant_id = v.merchant_id AND p.id = v.object_id ORDER BY v.version`,
  );
  const { rows: moved } = await db.query<Happened>(
    `SELECT merchant_id AS merchant, created_at AS at, currency, type AS metric, amount FROM movements`,
  );
  const judged = new Set<string>();
  const happened: Happened[] = [];
  for (const { payment, type, reason, method, ...verdict } of verdicts) {
    const metric = METRIC_OF[type];
    if (metric === undefined || judged.has(`${verdict.merchant} ${payment}`)) continue;
    judged.add(`${verdict.merchant} ${payment}`);
    happened.push({ ...verdict, metric });
    if (metric === 'succeeded' || metric === 'failed')
      happened.push({ ...verdict, metric: `${metric}:${method ?? 'unknown'}` });
    if (metric === 'failed') happened.push({ ...verdict, metric: `declined:${reason ?? 'unknown'}` });
  }
  return [...happened, ...moved.map((one) => ({ ...one, metric: METRIC_OF[one.metric] ?? '' }))];
}

const METRIC_OF: Record<string, string> = {
  'payment.success': 'succeeded',
  'payment.failed': 'failed',
  'payment.cancelled': 'cancelled',
  'payment.expired': 'expired',
  capture: 'captured',
  refund: 'refunded',
  refund_failed: 'refund_failed',
  reversal: 'reversed',
};

/** The same, summed by hour: one line per row that `statistics` should have, sorted. */
export function byHour(happened: readonly Happened[]): string[] {
  const sums = new Map<string, { count: number; amount: number }>();
  for (const { merchant, at, currency, metric, amount } of happened) {
    const hour = `${at.toISOString().slice(0, 13)}:00:00.000Z`;
    const key = [merchant, hour, currency, metric].join(' ');
    const sum = sums.get(key) ?? { count: 0, amount: 0 };
    sums.set(key, { count: sum.count + 1, amount: sum.amount + amount });
  }
  return [...sums].map(([key, { count, amount }]) => `${key} ${count} ${amount}`).sort();
}

/** The rows of `statistics` by hour, in the format of {@link byHour}. */
export async function countedByHour({ db }: Gateway): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>(
    `SELECT concat_ws(' ', merchant_id, iso(bucket), currency, metric, count, amount) AS line FROM statistics WHERE grain = 'hour'`,
  );
  return rows.map(({ line }) => line).sort();
}
