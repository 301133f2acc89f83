import { recordPastEvents } from '../../messaging/events/events.sql.js';
import { orderBeside, orderColumns, orderJson } from '../../money/orders/orders.sql.js';
import { paymentJson } from '../../money/payments/payments.sql.js';
import { refundJson } from '../../money/refunds/refunds.sql.js';
import { RESTART_SCANS } from '../../platform/database/search-terms.sql.js';
import { statement } from '../../platform/database/sql.js';

/**
 * Each statement makes one legal move of many objects of merchant $1, in its place in the past. $2 is a JSON list of what
 * the move needs for each object; `at` is its time. No row is due, and no event has a delivery.
 */
const input = (columns: string) => `input AS MATERIALIZED (SELECT * FROM json_to_recordset($2::json) AS r(${columns}))`;
const EVENT = `event_id text, event text, at timestamptz`;

/** From this number of orders on a merchant has a business of its own. */
const MAX_ORDERS = 20;
const isUnused = (merchant: string) =>
  `(SELECT count(*) FROM (SELECT FROM orders WHERE merchant_id = ${merchant} LIMIT ${MAX_ORDERS}) o) < ${MAX_ORDERS}`;

/** Marks the merchant's demo data as written. No row: it was, or the merchant has a business already. */
export const BEGIN = statement(
  'demo_begin',
  `INSERT INTO demo_data (merchant_id) SELECT $1 WHERE ${isUnused('$1')} ON CONFLICT DO NOTHING RETURNING merchant_id`,
);

/** The demo shop sells in India. A time zone that was chosen stays. */
export const TIME_ZONE = statement(
  'demo_time_zone',
  `UPDATE merchants SET time_zone = 'Asia/Kolkata' WHERE id = $1 AND time_zone = 'UTC'`,
);

export const SEARCH_AGAIN = statement('demo_search_again', RESTART_SCANS);

/** When the merchant was made, if its demo data may still be written. */
export const PENDING = statement(
  'demo_pending',
  `SELECT m.created_at AS "createdAt" FROM merchants m
   WHERE m.id = $1 AND NOT EXISTS (SELECT FROM demo_data d WHERE d.merchant_id = m.id)
     AND ${isUnused('m.id')}`,
);
export const ACCOUNT = statement(
  'demo_account',
  `SELECT id FROM connector_accounts WHERE merchant_id = $1 AND connector = 'simulated' ORDER BY id LIMIT 1`,
);

export const CUSTOMERS = statement(
  'demo_customers',
  `WITH ${input('id text, name text, email text, contact text, at timestamptz')}
   INSERT INTO customers (merchant_id, id, mode, name, email, contact, created_at, updated_at)
   SELECT $1::uuid, id, 'test', name, email, contact, at, at FROM input`,
);

export const ORDERS = statement(
  'demo_orders',
  `WITH ${input(`id text, amount bigint, receipt text, description text, customer json, line_items json, capture text,
    expires_at timestamptz, at timestamptz`)}
   INSERT INTO orders (merchant_id, id, mode, amount, currency, receipt, description, customer_id, customer, line_items,
     capture, expires_at, created_at, updated_at)
   SELECT $1::uuid, id, 'test', amount, 'INR', receipt, description, customer->>'id', customer, line_items, capture,
     expires_at, at, at FROM input`,
);

/** Orders that end without a payment at the bank. */
export const END_ORDERS = statement(
  'demo_end_orders',
  `WITH ${input(`id text, status text, ${EVENT}`)},
  ended AS (
    UPDATE orders o SET status = i.status, version = o.version + 1, updated_at = i.at
    FROM input i WHERE o.merchant_id = $1 AND o.id = i.id RETURNING o.*, i.event_id, i.event, i.at),
  source AS (
    SELECT merchant_id, mode, event_id, event, 'order' AS object, id AS object_id, version, ${orderJson('ended')} AS data,
      'system' AS actor, at FROM ended),
  ${recordPastEvents('source')}
  SELECT count(*) FROM source`,
);

/** The payment's event, with its order as it is. `changed` has the payment's columns, event_id, event, author and at. */
const paymentEvents = (changed: string, also = '') => `
  shown AS MATERIALIZED (
    SELECT c.*, ${orderColumns('o')} FROM ${changed} c JOIN orders o ON o.merchant_id = c.merchant_id AND o.id = c.order_id),
  source AS (
    SELECT merchant_id, mode, event_id, event, 'payment' AS object, id AS object_id, version,
      ${paymentJson('shown')} || ${orderBeside('shown')} AS data, author AS actor, at FROM shown
    ${also}),
  ${recordPastEvents('source')}
  SELECT count(*) FROM source`;

export const PAYMENTS = statement(
  'demo_payments',
  `WITH ${input(`id text, order_id text, method text, flow text, vpa text, card_network text, card_last4 text,
    instrument text, author text, ${EVENT}`)},
  tried AS (
    UPDATE orders o SET attempts = o.attempts + n.times, status = 'attempted', version = o.version + n.times, updated_at = n.at
    FROM (SELECT order_id, count(*)::int AS times, max(at) AS at FROM input GROUP BY order_id) n
    WHERE o.merchant_id = $1 AND o.id = n.order_id),
  stored AS (
    INSERT INTO payments (merchant_id, id, mode, order_id, amount, currency, method, flow, vpa, card_network, card_last4,
      instrument, capture, connector, actor, description, customer_id, customer, created_at, updated_at)
    SELECT o.merchant_id, i.id, o.mode, o.id, o.amount, o.currency, i.method, i.flow, i.vpa, i.card_network, i.card_last4,
      i.instrument, o.capture, 'simulated', i.author, o.description, o.customer_id, o.customer, i.at, i.at
    FROM input i JOIN orders o ON o.merchant_id = $1 AND o.id = i.order_id RETURNING *),
  changed AS (SELECT s.*, i.event_id, i.event, i.author, i.at FROM stored s JOIN input i ON i.id = s.id),
  ${paymentEvents('changed')}`,
);

/** The payments that reach the bank. */
export const SENT = statement(
  'demo_sent',
  `WITH ${input(`id text, charge_id text, account_id text, ${EVENT}`)},
  changed AS (
    UPDATE payments p SET status = 'processing', version = p.version + 1, sends = 1, fence = p.fence + 1,
      lease_until = 'infinity', charge_id = i.charge_id
    FROM input i WHERE p.merchant_id = $1 AND p.id = i.id
    RETURNING p.*, i.account_id, i.event_id, i.event, 'system' AS author, i.at),
  opened AS (
    INSERT INTO charges (merchant_id, id, mode, payment_id, account_id, connector, amount, currency, fence, send_count,
      asked_at, created_at)
    SELECT merchant_id, charge_id, mode, id, account_id, connector, amount, currency, 1, 1, at, at FROM changed),
  ${paymentEvents('changed')}`,
);

/** Order.paid beside the payment's event, for what is captured now. */
const orderPaid = `
    UNION ALL
    SELECT o.merchant_id, o.mode, p.paid_event_id, 'order.paid', 'order', o.id, o.version,
      ${orderJson('o')} || ',"payment":' || ${paymentJson('p')}, p.author, p.at
    FROM paid_orders o JOIN shown p ON p.merchant_id = o.merchant_id AND p.order_id = o.id`;
const paidOrders = `
  paid_orders AS (
    UPDATE orders o SET status = 'paid', amount_paid = c.captured_now, version = o.version + 1, updated_at = c.at
    FROM changed c WHERE o.merchant_id = c.merchant_id AND o.id = c.order_id AND c.captured_now > 0 RETURNING o.*),
  moved AS (
    INSERT INTO movements (merchant_id, id, mode, type, payment_id, charge_id, amount, currency, connector_reference, created_at)
    SELECT merchant_id, uuidv7(at - now()), mode, 'capture', id, charge_id, captured_now, currency, connector_reference, at
    FROM changed WHERE captured_now > 0)`;

/** How payments end: at the bank, or before it (`charge_status` null). */
export const ENDED = statement(
  'demo_ended',
  `WITH ${input(`id text, status text, charge_status text, captured_now bigint, provider_id text, capture_ms float8,
    error_reason text, error_description text, paid_event_id text, ${EVENT}`)},
  charged AS (
    UPDATE charges c SET status = i.charge_status, amount_captured = i.captured_now, provider_id = i.provider_id,
      error_reason = i.error_reason, error_description = i.error_description, ended_at = i.at,
      due_at = i.at + make_interval(secs => i.capture_ms / 1000),
      stated_amount = CASE i.charge_status WHEN 'approved' THEN c.amount END,
      stated_currency = CASE i.charge_status WHEN 'approved' THEN c.currency END,
      stated_captured = CASE i.charge_status WHEN 'approved' THEN i.captured_now END
    FROM input i WHERE c.merchant_id = $1 AND c.payment_id = i.id AND i.charge_status IS NOT NULL RETURNING c.*),
  learned AS (
    INSERT INTO charge_ids (merchant_id, account_id, kind, id, charge_id)
    SELECT merchant_id, account_id, 'charge', provider_id, id FROM charged WHERE provider_id IS NOT NULL),
  changed AS (
    UPDATE payments p SET status = i.status, version = p.version + 1, captured = i.captured_now > 0,
      amount_captured = i.captured_now, captured_at = CASE WHEN i.captured_now > 0 THEN i.at END,
      captured_charge_id = CASE WHEN i.captured_now > 0 THEN p.charge_id END,
      capture_before = i.at + make_interval(secs => i.capture_ms / 1000), connector_reference = i.provider_id,
      cancelled_at = CASE i.status WHEN 'cancelled' THEN i.at END,
      error_code = CASE WHEN i.error_reason IS NOT NULL THEN 'PAYMENT_FAILED' END, error_reason = i.error_reason,
      error_description = i.error_description, updated_at = i.at
    FROM input i WHERE p.merchant_id = $1 AND p.id = i.id
    RETURNING p.*, i.captured_now, i.event_id, i.event, i.paid_event_id, 'system' AS author, i.at),
  ${paidOrders},
  ${paymentEvents('changed', orderPaid)}`,
);

/** What becomes of authorised payments: captured, or given up (`captured_now` 0). */
export const COMPLETED = statement(
  'demo_completed',
  `WITH ${input(`id text, captured_now bigint, paid_event_id text, author text, ${EVENT}`)},
  charged AS (
    UPDATE charges c SET status = CASE WHEN i.captured_now > 0 THEN c.status ELSE 'closed' END,
      amount_captured = i.captured_now, due_at = NULL
    FROM input i WHERE c.merchant_id = $1 AND c.payment_id = i.id),
  changed AS (
    UPDATE payments p SET status = CASE WHEN i.captured_now > 0 THEN p.status ELSE 'cancelled' END, version = p.version + 1,
      captured = i.captured_now > 0, amount_captured = i.captured_now,
      captured_at = CASE WHEN i.captured_now > 0 THEN i.at END,
      captured_charge_id = CASE WHEN i.captured_now > 0 THEN p.charge_id END,
      cancelled_at = CASE i.captured_now WHEN 0 THEN i.at END, updated_at = i.at
    FROM input i WHERE p.merchant_id = $1 AND p.id = i.id
    RETURNING p.*, i.captured_now, i.event_id, i.event, i.paid_event_id, i.author, i.at),
  ${paidOrders},
  ${paymentEvents('changed', orderPaid)}`,
);

/** The refund's event. `changed` has the refund's columns, event_id, event, author and at. */
const refundEvents = `
  source AS (
    SELECT merchant_id, mode, event_id, event, 'refund' AS object, id AS object_id, version, ${refundJson('changed')} AS data,
      author AS actor, at FROM changed),
  ${recordPastEvents('source')}
  SELECT count(*) FROM source`;

export const REFUNDS = statement(
  'demo_refunds',
  `WITH ${input(`id text, payment_id text, amount bigint, reason text, author text, ${EVENT}`)},
  reserved AS (
    UPDATE payments p SET amount_refunded = p.amount_refunded + i.amount, version = p.version + 1, updated_at = i.at
    FROM input i WHERE p.merchant_id = $1 AND p.id = i.payment_id),
  stored AS (
    INSERT INTO refunds (merchant_id, id, mode, payment_id, order_id, amount, currency, reason, connector, actor,
      created_at, updated_at)
    SELECT p.merchant_id, i.id, p.mode, p.id, p.order_id, i.amount, p.currency, i.reason, p.connector, i.author, i.at, i.at
    FROM input i JOIN payments p ON p.merchant_id = $1 AND p.id = i.payment_id RETURNING *),
  moved AS (
    INSERT INTO movements (merchant_id, id, mode, type, payment_id, charge_id, refund_id, amount, currency, created_at)
    SELECT merchant_id, uuidv7(created_at - now()), mode, 'refund', payment_id, charge_id, id, -amount, currency, created_at
    FROM stored),
  changed AS (SELECT s.*, i.event_id, i.event, i.author, i.at FROM stored s JOIN input i ON i.id = s.id),
  ${refundEvents}`,
);

export const REFUNDS_SENT = statement(
  'demo_refunds_sent',
  `WITH ${input('id text, at timestamptz')}
   UPDATE refunds r SET status = 'processing', version = r.version + 1, sends = 1, fence = r.fence + 1, sent_at = i.at, asked_at = i.at
   FROM input i WHERE r.merchant_id = $1 AND r.id = i.id`,
);

export const REFUNDS_ENDED = statement(
  'demo_refunds_ended',
  `WITH ${input(`id text, status text, provider_id text, error_reason text, error_description text, ${EVENT}`)},
  changed AS (
    UPDATE refunds r SET status = i.status, version = r.version + 1, connector_reference = i.provider_id,
      error_code = CASE i.status WHEN 'failed' THEN 'REFUND_FAILED' END, error_reason = i.error_reason,
      error_description = i.error_description, processed_at = CASE i.status WHEN 'processed' THEN i.at END, updated_at = i.at
    FROM input i WHERE r.merchant_id = $1 AND r.id = i.id RETURNING r.*, i.event_id, i.event, 'system' AS author, i.at),
  released AS (
    UPDATE payments p SET amount_refunded = p.amount_refunded - c.amount, version = p.version + 1, updated_at = c.at
    FROM changed c WHERE p.merchant_id = c.merchant_id AND p.id = c.payment_id AND c.status = 'failed'),
  moved AS (
    INSERT INTO movements (merchant_id, id, mode, type, payment_id, charge_id, refund_id, amount, currency, created_at)
    SELECT merchant_id, uuidv7(at - now()), mode, 'refund_failed', payment_id, charge_id, id, amount, currency, at
    FROM changed WHERE status = 'failed'),
  ${refundEvents}`,
);
