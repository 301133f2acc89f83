import type pg from 'pg';
import { type Book, bankEntries } from './bank.js';
import type { Gateway } from './gateway.js';
import { waitFor } from './processes.js';

/**
 * Each statement finds rows that violate an invariant: in a correct database all of them find nothing. `bank_ledger` is the
 * simulated bank's record of this gateway's account, which another database has.
 */
const INVARIANTS: Record<string, string> = {
  'movements of a payment sum up to captured minus refunded': `
    SELECT p.id, p.amount_captured, p.amount_refunded, sum(m.amount) AS moved
    FROM payments p LEFT JOIN movements m ON m.merchant_id = p.merchant_id AND m.payment_id = p.id
    GROUP BY p.merchant_id, p.id HAVING coalesce(sum(m.amount), 0) <> p.amount_captured - p.amount_refunded`,
  'amount_refunded is the sum of the refunds that have not failed': `
    SELECT p.id, p.amount_refunded, sum(r.amount) AS refunds
    FROM payments p LEFT JOIN refunds r ON r.merchant_id = p.merchant_id AND r.payment_id = p.id AND r.status <> 'failed'
    GROUP BY p.merchant_id, p.id HAVING coalesce(sum(r.amount), 0) <> p.amount_refunded`,
  'a failed refund released its amount exactly once, and no other refund did': `
    SELECT r.id, r.status FROM refunds r
    WHERE (SELECT count(*) FROM movements m WHERE m.refund_id = r.id AND m.type = 'refund_failed' AND m.amount = r.amount)
      <> CASE r.status WHEN 'failed' THEN 1 ELSE 0 END`,
  'an order has at most one payment that succeeded': `
    SELECT order_id FROM payments WHERE status = 'success' GROUP BY merchant_id, order_id HAVING count(*) > 1`,
  'an order is paid exactly when a payment of it is captured, by that amount': `
    SELECT o.id, o.status, o.amount_paid FROM orders o
    LEFT JOIN payments p ON p.merchant_id = o.merchant_id AND p.order_id = o.id AND p.captured
    WHERE (o.status = 'paid') <> (p.id IS NOT NULL) OR o.amount_paid <> coalesce(p.amount_captured, 0)`,
  'a single payment link has at most one order that is open or paid': `
    SELECT l.id FROM payment_links l JOIN orders o ON o.merchant_id = l.merchant_id AND o.payment_link_id = l.id
    WHERE NOT l.reusable AND o.status IN ('created', 'attempted', 'paid') GROUP BY l.merchant_id, l.id HAVING count(*) > 1`,
  'a single payment link is paid exactly when its order is': `
    SELECT l.id, l.status FROM payment_links l WHERE (l.status = 'paid') <> EXISTS (SELECT FROM orders o
      WHERE NOT l.reusable AND o.merchant_id = l.merchant_id AND o.payment_link_id = l.id AND o.status = 'paid')`,
  'an order counts its payments': `
    SELECT o.id, o.attempts FROM orders o
    WHERE o.attempts <> (SELECT count(*) FROM payments p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id)`,
  'the bank’s record equals the gateway’s for every final payment': `
    SELECT p.id, p.status, p.amount_captured, l.taken FROM payments p
    CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS taken FROM bank_ledger
      WHERE charge_reference IN (SELECT c.id FROM charges c WHERE c.payment_id = p.id UNION ALL SELECT p.id) AND kind NOT IN ('refund', 'refund_failed')) l
    WHERE p.connector = 'simulated' AND p.status IN ('success', 'failed', 'cancelled', 'expired')
      AND l.taken <> p.amount_captured`,
  'the bank refunded exactly the processed refunds': `
    SELECT r.id, r.status, r.amount, l.given FROM refunds r
    CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS given FROM bank_ledger
      WHERE reference = r.id AND kind IN ('refund', 'refund_failed')) l
    WHERE r.connector = 'simulated' AND r.status IN ('processed', 'failed') AND -l.given <> CASE r.status WHEN 'processed' THEN r.amount ELSE 0 END`,
  'the bank has charges and refunds only of our payments and refunds, and refunds that it made by itself': `
    SELECT l.reference, l.kind FROM bank_ledger l
    WHERE (NOT EXISTS (SELECT FROM charges c WHERE c.id = l.charge_reference)
        AND NOT EXISTS (SELECT FROM payments p WHERE p.id = l.charge_reference AND p.charge_id IS NULL))
      OR (l.kind = 'refund' AND l.reference NOT LIKE 'acq_refund_%' AND NOT EXISTS (SELECT FROM refunds r WHERE r.id = l.reference))`,
  'the bank charged a payment at most once': `
    SELECT charge_reference, count(*) FROM bank_ledger WHERE kind = 'capture'
    GROUP BY charge_reference HAVING count(*) > 1`,
  'the bank never took money for a charge that its payment has left for another account': `
    SELECT p.id, c.id AS charge, p.charge_id AS next FROM charges c
    JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id AND p.charge_id <> c.id
    WHERE EXISTS (SELECT FROM bank_ledger l WHERE l.charge_reference = c.id AND l.kind = 'capture')`,
  'the bank keeps the money of at most one charge of an order, at whichever account': `
    SELECT p.order_id, count(*) FROM charges c
    JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
    WHERE (SELECT coalesce(sum(l.amount), 0) FROM bank_ledger l
      WHERE l.charge_reference = c.id AND l.kind IN ('capture', 'reversal')) <> 0
    GROUP BY p.merchant_id, p.order_id HAVING count(*) > 1`,
  'a payment has at most one charge that is open or approved, and shows it': `
    SELECT p.id, p.charge_id, p.status, c.status AS charge FROM payments p
    LEFT JOIN charges c ON c.merchant_id = p.merchant_id AND c.payment_id = p.id AND c.status IN ('open', 'approved')
    WHERE p.charge_id IS NOT NULL
      AND ((p.status IN ('processing', 'requires_action', 'success')) <> (c.id IS NOT NULL) OR c.id <> p.charge_id)`,
  'the captured charge of a payment is approved by the captured amount, and no other charge is': `
    SELECT c.id, c.status, c.amount_captured, p.amount_captured AS payment FROM charges c
    JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
    WHERE c.amount_captured <> CASE WHEN c.id = p.captured_charge_id THEN p.amount_captured ELSE 0 END
      OR (c.id = p.captured_charge_id AND c.status <> 'approved')`,
  'the events of a payment follow its state table': `
    SELECT object_id, walk FROM (
      SELECT object_id, string_agg(substr(type, 9), ' ' ORDER BY version) AS walk FROM events
      WHERE type LIKE 'payment.%' AND type <> 'payment.refunded' AND object_id IN (SELECT id FROM payments) GROUP BY merchant_id, object_id) walks
    WHERE walk !~ '^created( failed| cancelled| expired| pending( requires_action)*( success( captured| cancelled)?| failed| cancelled| expired)?)?$'`,
  'a payment has one event for its creation, one for the bank and one for its end': `
    SELECT p.id, p.status, array_agg(e.type ORDER BY e.version) AS events
    FROM payments p LEFT JOIN events e ON e.merchant_id = p.merchant_id AND e.object_id = p.id
    GROUP BY p.merchant_id, p.id
    HAVING count(*) FILTER (WHERE e.type = 'payment.created') <> 1
      OR count(*) FILTER (WHERE e.type = 'payment.pending') <> CASE WHEN p.sends > 0 THEN 1 ELSE 0 END
      OR (p.status NOT IN ('pending', 'processing', 'requires_action') AND count(*) FILTER (WHERE e.type = 'payment.' || p.status) <> 1)
      OR count(*) FILTER (WHERE e.type = 'payment.captured') <> CASE WHEN p.captured AND p.capture = 'manual' THEN 1 ELSE 0 END`,
  'an order that ended has one event for it': `
    SELECT o.id, o.status FROM orders o
    WHERE (SELECT count(*) FROM events e WHERE e.merchant_id = o.merchant_id AND e.object_id = o.id AND e.type <> 'order.created')
      <> CASE WHEN o.status IN ('created', 'attempted') THEN 0 ELSE 1 END
      OR EXISTS (SELECT FROM events e WHERE e.merchant_id = o.merchant_id AND e.object_id = o.id
        AND e.type NOT IN ('order.created', 'order.' || o.status))`,
  'a refund has one event for its creation, one for its end, and one more if the bank took it back': `
    SELECT r.id, r.status FROM refunds r
    WHERE (SELECT array_agg(e.type ORDER BY e.version) FROM events e WHERE e.merchant_id = r.merchant_id AND e.object_id = r.id)
      IS DISTINCT FROM ARRAY['refund.created'] || CASE WHEN r.processed_at IS NOT NULL THEN ARRAY['refund.processed'] ELSE '{}' END
        || CASE r.status WHEN 'failed' THEN ARRAY['refund.failed'] ELSE '{}' END`,
  'an object has at most one event per version': `
    SELECT object_id, version FROM events GROUP BY merchant_id, object_id, version HAVING count(*) > 1`,
  'an event has a delivery for every endpoint that existed and subscribes to it': `
    SELECT e.id, e.type, w.id AS endpoint FROM events e
    JOIN webhook_endpoints w ON w.merchant_id = e.merchant_id AND w.enabled AND w.version = 1 AND w.created_at < e.created_at
      AND (e.type = ANY (w.events) OR (w.events IS NULL AND e.type NOT IN ('order.created', 'payment.refunded')))
    WHERE e.object_id IN (SELECT id FROM orders UNION ALL SELECT id FROM payments UNION ALL SELECT id FROM refunds)
      AND NOT EXISTS (SELECT FROM webhook_logs l
        WHERE l.merchant_id = e.merchant_id AND l.event_id = e.id AND l.endpoint_id = w.id)`,
  'an event has at most one delivery per endpoint': `
    SELECT event_id, endpoint_id FROM webhook_logs GROUP BY merchant_id, event_id, endpoint_id HAVING count(*) > 1`,
};

/** The entries of the bank's ledger, given as $1, as a table beside the gateway's. */
const BANK_LEDGER = `WITH bank_ledger AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS l(charge_reference text, reference text, kind text, amount bigint))`;

/** Waits until no work is in progress, then returns every violated invariant with its rows: {} if there is none. */
export async function violatedInvariants(
  gateway: { db: pg.Pool; bank: Book },
  { timeoutMs = 20_000 } = {},
): Promise<Record<string, unknown[]>> {
  await waitFor(async () => (await inProgress(gateway)) === 0, { timeoutMs, what: () => openRows(gateway) });
  const entries = JSON.stringify(await bankEntries(gateway.bank));
  const broken: Record<string, unknown[]> = {};
  for (const [promise, text] of Object.entries(INVARIANTS)) {
    const { rows } = text.includes('bank_ledger')
      ? await gateway.db.query<object>(`${BANK_LEDGER} ${text}`, [entries])
      : await gateway.db.query<object>(text);
    if (rows.length > 0) broken[promise] = rows.slice(0, 5);
  }
  return broken;
}

/** The rows with work in progress: the reason if a wait was too short. */
async function openRows({ db }: Pick<Gateway, 'db'>): Promise<string> {
  const { rows } = await db.query<{ open: string }>(`
    SELECT jsonb_pretty(to_jsonb(p) || jsonb_build_object('now', now())) AS open FROM payments p
      WHERE status IN ('pending', 'processing')
    UNION ALL SELECT jsonb_pretty(to_jsonb(r) || jsonb_build_object('now', now())) FROM refunds r
      WHERE status IN ('pending', 'processing') LIMIT 5`);
  return `the end of all payments and refunds (${rows.map(({ open }) => open).join('\n')})`;
}

/** Payments and refunds that a worker still has to process, without those that wait for their shopper. */
export async function inProgress({ db }: Pick<Gateway, 'db'>): Promise<number> {
  const text = `SELECT (SELECT count(*) FROM payments WHERE status IN ('pending', 'processing'))
    + (SELECT count(*) FROM refunds WHERE status IN ('pending', 'processing')) AS count`;
  return (await db.query<{ count: number }>(text)).rows[0]?.count ?? 0;
}
