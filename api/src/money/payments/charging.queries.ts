import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { LEASE_RAN_OUT, leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { type Form, MANY, milliseconds, ONE, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { endKeys } from '../../platform/idempotency/idempotency.sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { AT_BANK, ORDER_PAID_ROWS, payOrders } from '../orders/orders.sql.js';
import { paymentJson, publicPaymentJson } from './payments.sql.js';

/** The columns of a LeasedPayment: what the calls to the bank and the choice of the next call need. */
export const leasedPayment = (previousStatus = 'old.status', takenOver = LEASE_RAN_OUT) => `
  p.merchant_id AS "merchantId", p.id, p.order_id AS "orderId", p.mode, p.fence, p.status,
  ${previousStatus} AS "previousStatus",
  p.amount, p.currency, p.instrument, p.capture, p.captured, p.sends AS "sendCount",
  p.silences AS "consecutiveTimeouts", p.capture_amount AS "captureAmount",
  p.cancel_cause AS "cancelCause", p.reversal_requested_at IS NOT NULL AS reversal, p.trace_parent AS "traceParent",
  p.request_id AS "requestId", ${takenOver} AS "takenOver"`;

/**
 * Leases due payments. A pending payment becomes `processing` if no other payment of its order is at the bank; the
 * unique index payments_at_bank enforces that. A payment whose time has run out gets a request to cancel. The order is
 * locked only if the lease can succeed, because the jobs of many payments of one order would otherwise queue for the
 * lock. The first lease of a payment is announced as payment.pending: from then on the bank has it.
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
      cancel_requested_at = CASE WHEN ${timeHasRunOut()} THEN now() ELSE p.cancel_requested_at END,
      cancel_cause = CASE WHEN NOT (${timeHasRunOut()}) THEN p.cancel_cause
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

/** The shopper has not completed the step-up in time, or the authorisation was not captured in time. */
function timeHasRunOut(): string {
  return `p.cancel_requested_at IS NULL AND (
    (p.status = 'requires_action' AND p.action_expires_at <= now())
    OR (p.status = 'success' AND NOT p.captured AND p.capture_amount IS NULL AND p.capture_before <= now()))`;
}

/** Counts a send before it is made. $3 fence. */
export const COUNT_SEND = statement(
  'payments_count_send',
  `UPDATE payments SET sends = sends + 1 WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING id`,
);

/** Requests the cancel that closes the reference at the bank, after the last send. $3 fence. */
export const REQUEST_CLOSE = statement(
  'payments_give_up',
  `UPDATE payments SET cancel_requested_at = now(), cancel_cause = 'unanswered'
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING id`,
);

/** The input columns of an outcome. */
const OUTCOME_COLUMNS = `merchant_id uuid, id text, fence bigint, status text, captured_now bigint, capture_ms float8,
  connector_reference text, next_action json, action_ms float8, error_code text, error_reason text, error_description text,
  due_ms float8, until_capture boolean, keep_intent boolean, timed_out boolean, store_response boolean, event text, event_id text, paid_event_id text, by_actor text, by_request_id text,
  by_trace_parent text, public boolean, key text, scope text`;

/** Hints for the payments that were waiting for this one. */
const AWAKENED = `(SELECT coalesce(json_agg(json_build_object('queue', 'payments', 'data',
    json_build_object('merchantId', merchant_id, 'paymentId', id))), '[]') FROM awakened)`;

/**
 * Records the outcome of a call to the bank under the fence: status, money, movement, order, key, events and deliveries
 * in one statement. The order is locked before the payment, as in every statement. No row: the fence was lost, or money
 * was captured for an order that is closed.
 */
const record = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(OUTCOME_COLUMNS)}),
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
      silences = CASE WHEN h.timed_out THEN p.silences + 1 ELSE 0 END,
      due_at = CASE WHEN h.status = 'requires_action' THEN coalesce(p.action_expires_at, now() + ${milliseconds('h.action_ms')})
        WHEN h.until_capture THEN p.capture_before
        ELSE now() + ${milliseconds('h.due_ms')} END,
      updated_at = CASE WHEN p.status <> h.status OR h.captured_now > 0 THEN now() ELSE p.updated_at END
    FROM held h
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.fence = h.fence
      AND (h.captured_now = 0 OR h.order_status IN ${OPEN_ORDER})
    RETURNING p.*, h.captured_now, h.event, h.event_id, h.paid_event_id, h.by_actor, h.by_request_id, h.by_trace_parent,
      h.public, h.store_response, h.key, h.scope),
  shown AS MATERIALIZED (
    SELECT c.*, rendered.data, CASE WHEN c.public THEN ${publicPaymentJson('c')} ELSE rendered.data END AS body
    FROM changed c CROSS JOIN LATERAL (SELECT ${paymentJson('c')} AS data OFFSET 0) rendered),
  ${payOrders('changed')},
  moved AS (
    INSERT INTO movements (merchant_id, mode, type, payment_id, amount, currency, connector_reference)
    SELECT merchant_id, mode, 'capture', id, captured_now, currency, connector_reference FROM changed WHERE captured_now > 0),
  -- IS TRUE keeps the planner from using the index of the merchant's pending payments: the order has few payments.
  awakened AS (
    UPDATE payments s SET due_at = now() FROM changed c
    WHERE s.merchant_id = c.merchant_id AND s.order_id = c.order_id AND (s.status = 'pending') IS TRUE AND s.id <> c.id
      AND c.status IN ('success', 'failed', 'cancelled', 'expired')
    RETURNING s.merchant_id, s.id),
  ${endKeys('shown', 's.store_response')},
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

/** Due and not leased, oldest first. Payments due for less than $2 ms are left to their own hints. */
export const DUE = statement(
  'payments_due',
  `SELECT id, merchant_id AS "merchantId" FROM payments p
   WHERE due_at <= now() - ${milliseconds('$2')} AND ${leaseFree('p')}
   ORDER BY due_at LIMIT $1`,
);
