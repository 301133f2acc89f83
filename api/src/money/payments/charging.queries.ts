import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { LEASE_RAN_OUT, leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { type Form, MANY, milliseconds, ONE, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { endKeys } from '../../platform/idempotency/idempotency.sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { ORDER_PAID_ROWS, payOrders } from '../orders/orders.sql.js';
import { AT_BANK } from './payment.states.js';
import { paymentJson, publicPaymentJson } from './payments.sql.js';

/** What the bank is asked with, and what the next step depends on. */
export const leasedPayment = (previousStatus = 'old.status', takenOver = LEASE_RAN_OUT) => `
  p.merchant_id AS "merchantId", p.id, p.order_id AS "orderId", p.mode, p.fence, p.status,
  ${previousStatus} AS "previousStatus",
  p.amount, p.currency, p.instrument, p.capture, p.captured, p.sends AS "sendCount",
  p.silences AS "consecutiveTimeouts", p.capture_amount AS "captureAmount",
  p.cancel_cause AS "cancelCause", p.reversal_requested_at IS NOT NULL AS reversal, p.trace_parent AS "traceParent",
  p.request_id AS "requestId", ${takenOver} AS "takenOver"`;

/**
 * A worker takes a due payment: the fence grows, the lease begins, and a pending payment takes its order's one place at
 * the bank (guarded here, held by the unique index payments_at_bank). What has run out of time gets its cancel intent.
 * The order is locked only where that can succeed: hints of many payments of one order would otherwise queue for its lock.
 * The first claim of a payment is announced: from then on the bank has it.
 */
const lease = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows('merchant_id uuid, id text, lease_ms float8, pending_ms float8, event_id text')}),
  held AS MATERIALIZED (
    SELECT i.*, o.status AS order_status
    FROM input i JOIN payments q ON q.merchant_id = i.merchant_id AND q.id = i.id
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    WHERE q.due_at <= now() AND ${leaseFree('q')} AND (q.status <> 'pending' OR o.status IN ${OPEN_ORDER})
    ORDER BY o.merchant_id, o.id FOR NO KEY UPDATE OF o ${form.locked}),
  leased AS (
    UPDATE payments p SET ${takeLease('p', 'h.lease_ms')},
      status = CASE WHEN p.status IN ('pending', 'requires_action') THEN 'processing' ELSE p.status END,
      version = p.version + CASE WHEN p.status IN ('pending', 'requires_action') THEN 1 ELSE 0 END,
      sends = CASE p.status WHEN 'pending' THEN 1 ELSE p.sends END,
      cancel_requested_at = CASE WHEN ${runOut()} THEN now() ELSE p.cancel_requested_at END,
      cancel_cause = CASE WHEN NOT (${runOut()}) THEN p.cancel_cause
        WHEN p.status = 'success' THEN 'capture_expired' ELSE 'action_expired' END
    FROM held h
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.due_at <= now() AND ${leaseFree('p')}
      AND (p.status <> 'pending' OR (h.order_status IN ${OPEN_ORDER} AND p.created_at > now() - ${milliseconds('h.pending_ms')} AND NOT EXISTS (
        SELECT FROM payments s WHERE s.merchant_id = p.merchant_id AND s.order_id = p.order_id AND s.status IN ${AT_BANK}
        ${OPTIMIZATION_FENCE})))
    RETURNING p.*, old.status AS previous_status, ${LEASE_RAN_OUT} AS taken_over, h.event_id),
  source AS (
    SELECT c.merchant_id, c.mode, c.event_id, 'payment.pending' AS event, 'payment' AS object, c.id AS object_id, c.version,
      ${paymentJson('c')} AS data, 'system' AS actor, NULL::text AS request_id, c.trace_parent
    FROM leased c WHERE c.previous_status = 'pending'),
  ${announce('source')}
  SELECT ${leasedPayment('p.previous_status', 'p.taken_over')}, ${form.once(DELIVERY_HINTS)} AS hints FROM leased p`;
export const LEASE = {
  one: statement('payments_lease', lease(ONE)),
  many: statement('payments_lease_many', lease(MANY)),
};

function runOut(): string {
  return `p.cancel_requested_at IS NULL AND (
    (p.status = 'requires_action' AND p.action_expires_at <= now())
    OR (p.status = 'success' AND NOT p.captured AND p.capture_amount IS NULL AND p.capture_before <= now()))`;
}

/** Counts one more sending before it happens. $3 fence. */
export const COUNT_SEND = statement(
  'payments_count_send',
  `UPDATE payments SET sends = sends + 1 WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING id`,
);

/** After the last sending without a trace: the reference is to be closed at the bank. $3 fence. */
export const GIVE_UP = statement(
  'payments_give_up',
  `UPDATE payments SET cancel_requested_at = now(), cancel_cause = 'unanswered'
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING id`,
);

/** The columns of a verdict, as the service sends them. */
const VERDICT = `merchant_id uuid, id text, fence bigint, status text, captured_now bigint, capture_ms float8,
  connector_reference text, next_action json, action_ms float8, error_code text, error_reason text, error_description text,
  due_ms float8, until_capture boolean, keep_intent boolean, silent boolean, answered boolean, event text, event_id text, paid_event_id text, by_actor text, by_request_id text,
  by_trace_parent text, public boolean, key text, scope text`;

/** Hints for those who waited for a verdict. */
const AWAKENED = `(SELECT coalesce(json_agg(json_build_object('queue', 'payments', 'data',
    json_build_object('merchantId', merchant_id, 'paymentId', id))), '[]') FROM awakened)`;

/**
 * Records what the bank said, under the fence: status, money, movement, order, key, events and deliveries in one
 * statement. The order's lock comes first, as everywhere. No row: the fence was lost, or the order is closed to money.
 */
const record = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(VERDICT)}),
  held AS MATERIALIZED (
    SELECT i.*, o.status AS order_status
    FROM input i JOIN payments q ON q.merchant_id = i.merchant_id AND q.id = i.id
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    ORDER BY o.merchant_id, o.id FOR NO KEY UPDATE OF o ${form.locked}),
  changed AS (
    UPDATE payments p SET status = h.status, lease_until = NULL,
      version = p.version + CASE WHEN p.status <> h.status OR h.captured_now > 0 THEN 1 ELSE 0 END,
      captured = p.captured OR h.captured_now > 0, amount_captured = p.amount_captured + h.captured_now,
      captured_at = CASE WHEN h.captured_now > 0 THEN now() ELSE p.captured_at END,
      capture_before = coalesce(now() + ${milliseconds('h.capture_ms')}, p.capture_before),
      cancelled_at = CASE h.status WHEN 'cancelled' THEN now() ELSE p.cancelled_at END,
      connector_reference = coalesce(p.connector_reference, h.connector_reference),
      next_action = coalesce(h.next_action, p.next_action),
      action_expires_at = coalesce(p.action_expires_at, now() + ${milliseconds('h.action_ms')}),
      error_code = h.error_code, error_reason = h.error_reason, error_description = h.error_description,
      cancel_requested_at = CASE WHEN h.keep_intent THEN p.cancel_requested_at END,
      cancel_cause = CASE WHEN h.keep_intent THEN p.cancel_cause END,
      capture_amount = CASE WHEN h.keep_intent OR h.captured_now > 0 THEN p.capture_amount END,
      silences = CASE WHEN h.silent THEN p.silences + 1 ELSE 0 END,
      due_at = CASE WHEN h.status = 'requires_action' THEN coalesce(p.action_expires_at, now() + ${milliseconds('h.action_ms')})
        WHEN h.until_capture THEN p.capture_before
        ELSE now() + ${milliseconds('h.due_ms')} END,
      updated_at = CASE WHEN p.status <> h.status OR h.captured_now > 0 THEN now() ELSE p.updated_at END
    FROM held h
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.fence = h.fence
      AND (h.captured_now = 0 OR h.order_status IN ${OPEN_ORDER})
    RETURNING p.*, h.captured_now, h.event, h.event_id, h.paid_event_id, h.by_actor, h.by_request_id, h.by_trace_parent,
      h.public, h.answered, h.key, h.scope),
  shown AS MATERIALIZED (
    SELECT c.*, rendered.data, CASE WHEN c.public THEN ${publicPaymentJson('c')} ELSE rendered.data END AS body
    FROM changed c CROSS JOIN LATERAL (SELECT ${paymentJson('c')} AS data OFFSET 0) rendered),
  ${payOrders('changed')},
  moved AS (
    INSERT INTO movements (merchant_id, mode, type, payment_id, amount, currency, connector_reference)
    SELECT merchant_id, mode, 'capture', id, captured_now, currency, connector_reference FROM changed WHERE captured_now > 0),
  -- By the order's few payments: IS TRUE keeps the planner from walking all that are pending with the merchant.
  awakened AS (
    UPDATE payments s SET due_at = now() FROM changed c
    WHERE s.merchant_id = c.merchant_id AND s.order_id = c.order_id AND (s.status = 'pending') IS TRUE AND s.id <> c.id
      AND c.status IN ('success', 'failed', 'cancelled', 'expired')
    RETURNING s.merchant_id, s.id),
  ${endKeys('shown', 's.answered')},
  actors AS (
    SELECT merchant_id, order_id, paid_event_id, by_actor AS actor, by_request_id AS request_id,
      coalesce(by_trace_parent, trace_parent) AS trace_parent, data AS payment FROM shown),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, event_id, event, 'payment' AS object, id AS object_id, version, data, by_actor AS actor,
      by_request_id AS request_id, coalesce(by_trace_parent, trace_parent) AS trace_parent FROM shown WHERE event IS NOT NULL
    UNION ALL ${ORDER_PAID_ROWS('s.paid_event_id', 'actors')}),
  ${announce('source')}
  SELECT id, status, body, ${form.once(DELIVERY_HINTS)} AS hints, ${form.once(AWAKENED)} AS awakened FROM shown`;
export const RECORD = {
  one: statement('payments_record', record(ONE)),
  many: statement('payments_record_many', record(MANY)),
};

/** Due and unleased, oldest first. Those just due are left to their own hints for $2 ms. */
export const DUE = statement(
  'payments_due',
  `SELECT id, merchant_id AS "merchantId" FROM payments p
   WHERE due_at <= now() - ${milliseconds('$2')} AND ${leaseFree('p')}
   ORDER BY due_at LIMIT $1`,
);
