import type pg from 'pg';
import type { Book } from '../support/bank.js';
import { violatedInvariants } from '../support/invariants.js';
import { traces } from '../support/secrets.js';
import type { Account } from './cluster.js';
import type { Operation } from './history.js';
import type { Delivered } from './shop-receiver.js';

export type Verdict = 'missing' | 'duplicate' | 'mismatch' | 'stuck';
export interface Finding {
  kind: Verdict;
  what: string;
}
export interface Records {
  db: pg.Pool;
  bank: Book;
  history: readonly Operation[];
  accounts: readonly Account[];
  delivered: readonly Delivered[];
  logs: string;
}

interface Row {
  id: string;
  parent: string;
  amount: number;
}

/** Map.groupBy, which Node 20 does not have. */
function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** Compares the clients' results with the database, the bank's own record and the receivers': [] is a match. */
export async function reconcile(records: Records): Promise<Finding[]> {
  const found = [
    ...(await orders(records)),
    ...(await children(records, 'payment', 'orderId', 'SELECT id, order_id AS parent, amount FROM payments')),
    ...(await children(records, 'refund', 'paymentId', 'SELECT id, payment_id AS parent, amount FROM refunds')),
    ...(await ends(records)),
    ...(await closed(records)),
    ...(await unasked(records)),
    ...(await webhooks(records)),
    ...secrets(records),
  ];
  const broken = await violatedInvariants(records, { timeoutMs: 1_000 }).catch((error: Error) => ({
    [error.message]: [],
  }));
  for (const [promise, rows] of Object.entries(broken))
    found.push({ kind: 'mismatch', what: `${promise}: ${JSON.stringify(rows)}` });
  for (const { key, kind, seen } of records.history)
    if (new Set(seen).size > 1) found.push({ kind: 'duplicate', what: `${kind} by key ${key}: ${seen.join()}` });
  return found;
}

/** Each order was requested with its own receipt. */
async function orders({ db, history }: Records): Promise<Finding[]> {
  const { rows } = await db.query<{ id: string; receipt: string; amount: number }>(
    `SELECT id, receipt, amount FROM orders WHERE receipt LIKE 'receipt-%'`,
  );
  const byReceipt = groupBy(rows, ({ receipt }) => receipt);
  const found: Finding[] = [];
  for (const { kind, receipt = '', outcome, id, amount } of history) {
    if (kind !== 'order') continue;
    const made = byReceipt.get(receipt) ?? [];
    byReceipt.delete(receipt);
    const what = `order ${id ?? receipt} (${outcome}), rows: ${JSON.stringify(made)}`;
    if (made.length > 1 || (outcome === 'failed' && made.length > 0)) found.push({ kind: 'duplicate', what });
    else if (outcome === 'ok' && made.length === 0) found.push({ kind: 'missing', what });
    else if (made[0] && (made[0].amount !== amount || (outcome === 'ok' && made[0].id !== id)))
      found.push({ kind: 'mismatch', what });
  }
  for (const receipt of byReceipt.keys())
    found.push({ kind: 'duplicate', what: `the order ${receipt} was not requested` });
  return found;
}

/** Payments of orders, refunds of payments: every accepted one exists, and no more than were requested. */
async function children(
  { db, history }: Records,
  kind: 'payment' | 'refund',
  under: 'orderId' | 'paymentId',
  text: string,
): Promise<Finding[]> {
  const { rows } = await db.query<Row>(text);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const asked = history.filter((operation) => operation.kind === kind);
  const found: Finding[] = [];
  for (const { outcome, id = '', amount, key, ...operation } of asked) {
    if (outcome !== 'ok') continue;
    const row = byId.get(id);
    const what = `${kind} ${id} by key ${key}`;
    if (!row) found.push({ kind: 'missing', what });
    else if (row.parent !== operation[under] || row.amount !== amount) found.push({ kind: 'mismatch', what });
  }
  const accepted = asked.filter(({ outcome }) => outcome === 'ok').map(({ id }) => id);
  if (new Set(accepted).size < accepted.length)
    found.push({ kind: 'mismatch', what: `two operations were answered with one ${kind}` });
  const wished = groupBy(
    asked.filter(({ outcome }) => outcome !== 'failed'),
    (operation) => operation[under] ?? '',
  );
  for (const [parent, made] of groupBy(rows, (row) => row.parent)) {
    const most = wished.get(parent)?.length ?? 0;
    if (made.length > most)
      found.push({ kind: 'duplicate', what: `${made.length} ${kind}s of ${parent}, asked for: ${most}` });
  }
  return found;
}

/** Every accepted object has ended, with the result that the client received. */
async function ends({ db, history }: Records): Promise<Finding[]> {
  const { rows: payments } = await db.query<{ id: string; status: string; captured: number; stuck: boolean }>(
    `SELECT p.id, p.status, p.amount_captured AS captured, p.status IN ('pending', 'processing')
       OR (p.status = 'requires_action' AND p.action_expires_at < now())
       OR (c.capture_amount IS NOT NULL AND NOT p.captured AND p.status = 'success')
       OR (c.cancel_requested_at IS NOT NULL AND p.status IN ('requires_action', 'success') AND NOT p.captured)
       OR c.status = 'reversing' AS stuck
     FROM payments p LEFT JOIN charges c ON c.merchant_id = p.merchant_id AND c.id = p.charge_id`,
  );
  const { rows: refunds } = await db.query<{ id: string; status: string }>(
    `SELECT id, status FROM refunds WHERE status IN ('pending', 'processing')`,
  );
  const found: Finding[] = [
    ...payments
      .filter(({ stuck }) => stuck)
      .map(({ id, status }): Finding => ({ kind: 'stuck', what: `${id} ${status}` })),
    ...refunds.map(({ id, status }): Finding => ({ kind: 'stuck', what: `${id} ${status}` })),
  ];
  const byId = new Map(payments.map((payment) => [payment.id, payment]));
  for (const { kind, outcome, paymentId = '', amount } of history) {
    const payment = byId.get(paymentId);
    if (outcome !== 'ok' || !payment) continue;
    if (kind === 'capture' && payment.captured !== amount)
      found.push({ kind: 'mismatch', what: `capture of ${paymentId}: ${payment.captured}, answered: ${amount}` });
    if (kind === 'cancel' && payment.status !== 'cancelled')
      found.push({ kind: 'mismatch', what: `cancelled ${paymentId} is ${payment.status}` });
  }
  return found;
}

/** True for an order `o` that is still open so many seconds after its expiry, although no payment keeps it open. */
export const OVERDUE = (seconds: number) => `
  (o.status IN ('created', 'attempted') AND o.expires_at < now() - interval '${seconds} seconds'
   AND NOT EXISTS (SELECT FROM payments p WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
     AND p.status IN ('processing', 'requires_action', 'success')))`;

/** An order that a shop saw cancelled is cancelled, and an expired order accepts nothing. */
async function closed({ db, history }: Records): Promise<Finding[]> {
  const { rows } = await db.query<{ id: string; status: string; overdue: boolean }>(
    `SELECT id, status, ${OVERDUE(5)} AS overdue FROM orders o`,
  );
  const byId = new Map(rows.map((order) => [order.id, order]));
  const found: Finding[] = [];
  for (const { kind, outcome, orderId = '' } of history) {
    const order = byId.get(orderId);
    if (kind === 'close' && outcome === 'ok' && order?.status !== 'cancelled')
      found.push({ kind: 'mismatch', what: `cancelled ${orderId} is ${order?.status}` });
  }
  const stuck = rows.filter(({ overdue }) => overdue);
  return [...found, ...stuck.map(({ id, status }): Finding => ({ kind: 'stuck', what: `${id} ${status}` }))];
}

/** No capture exists that was not requested, or that was refused. */
async function unasked({ db, history }: Records): Promise<Finding[]> {
  const { rows } = await db.query<{ id: string }>(`SELECT id FROM payments WHERE captured AND capture = 'manual'`);
  const asked = new Set(
    history.filter(({ kind, outcome }) => kind === 'capture' && outcome !== 'failed').map(({ paymentId }) => paymentId),
  );
  return rows
    .filter(({ id }) => !asked.has(id))
    .map(({ id }) => ({ kind: 'mismatch', what: `${id} is captured, although it was refused or never requested` }));
}

/** The runs' schedule has five attempts; deliveries that then failed were replayed once. */
const MAX_ATTEMPTS = 10;

/**
 * Every event has reached its shop with the same id, the same bytes and a valid signature, and every success in the log
 * was received.
 */
async function webhooks({ db, delivered, accounts }: Records): Promise<Finding[]> {
  const { rows } = await db.query<{ merchant: string; event: string; status: string; payload: string }>(
    `SELECT l.merchant_id AS merchant, l.event_id AS event, l.status, e.payload FROM webhook_logs l
     JOIN webhook_endpoints w ON w.merchant_id = l.merchant_id AND w.id = l.endpoint_id AND w.kind = 'url'
     JOIN events e ON e.merchant_id = l.merchant_id AND e.id = l.event_id`,
  );
  const byEvent = groupBy(delivered, ({ merchant, eventId }) => `${accounts[merchant]?.id} ${eventId}`);
  const found: Finding[] = [];
  for (const { merchant, event, status, payload } of rows) {
    const got = byEvent.get(`${merchant} ${event}`) ?? [];
    const what = `webhook ${event} (${status}), received ${got.length} times`;
    if (status === 'pending') found.push({ kind: 'stuck', what });
    else if (!got.some((one) => one.status === 200)) found.push({ kind: 'missing', what });
    if (got.some(({ body, signed }) => body !== payload || !signed))
      found.push({ kind: 'mismatch', what: `${what}, with other bytes or a wrong signature` });
    if (got.length > MAX_ATTEMPTS) found.push({ kind: 'duplicate', what });
    byEvent.delete(`${merchant} ${event}`);
  }
  for (const event of byEvent.keys()) found.push({ kind: 'duplicate', what: `no delivery ${event} is known` });
  return found;
}

/** No process logged a card number or a secret, whatever failed around it. */
function secrets({ logs, accounts }: Records): Finding[] {
  const cards = ['4111111111111111', '4000000000009995', '4000000000003220', '4000000000000119', '4000000000005126'];
  const sought = { cards, cvv: '123', secrets: accounts.map(({ secret }) => secret) };
  return traces(logs, sought).map((trace): Finding => ({ kind: 'mismatch', what: `in a log: ${trace}` }));
}
