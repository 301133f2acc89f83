import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { type Form, MANY, milliseconds, ONE, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { endKeys } from '../../platform/idempotency/idempotency.sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { orderBeside, orderColumns, ORDER_PAID_ROWS, payOrders } from '../orders/orders.sql.js';
import { LINK_PAID_ROWS, payLinks } from '../payment-links/payment-links.sql.js';
import { paymentJson, publicPaymentJson } from './payments.sql.js';

/** The input columns of an outcome. `charge_id` is null for a payment that ends without a charge. */
const OUTCOME_COLUMNS = `merchant_id uuid, id text, charge_id text, fence bigint, wake_seq int, charge_status text, status text,
  captured_now bigint, capture_ms float8, provider_id text, ids json, method text, next_action json, action_ms float8,
  error_code text, error_reason text, error_description text, stated_amount bigint, stated_currency text,
  stated_captured bigint, capture_intent bigint, cancel_intent text, due_ms float8, watch_ms float8, until_capture boolean,
  keep_intent boolean, timed_out boolean, answered boolean, not_sent boolean, store_response boolean, event text,
  event_id text, paid_event_id text, link_event_id text, by_actor text,
  by_request_id text, by_trace_parent text, public boolean, key text, scope text`;

/** An action keeps the time limit that it began with. An open page never outlives its order. */
const actionExpiry = (
  orderExpiry: string,
) => `coalesce(c.action_expires_at, least(now() + ${milliseconds('h.action_ms')},
    CASE WHEN h.next_action->>'type' = 'redirect' THEN ${orderExpiry} END))`;

/** When the charge is due again. A notification that came during the call makes it due at once. */
const NEXT_DUE = `
  CASE WHEN c.wake_seq <> h.wake_seq AND h.charge_status <> 'reversed' THEN now()
    WHEN h.until_capture THEN h.capture_before
    WHEN h.action_ms IS NOT NULL THEN least(${actionExpiry('h.order_expires_at')}, now() + ${milliseconds('h.due_ms')})
    ELSE now() + ${milliseconds('coalesce(h.due_ms, h.watch_ms)')} END`;

/** A notification came during the call. */
const IS_WOKEN = 'coalesce(c.wake_seq <> h.wake_seq, false)';

/** The charge's columns after a call, whatever the result. A requested capture or cancel stays if it is undecided. */
const CHARGE = `
  lease_until = NULL, provider_id = coalesce(c.provider_id, h.provider_id),
  consecutive_timeouts = CASE WHEN h.timed_out THEN c.consecutive_timeouts + 1 ELSE 0 END,
  answered = h.answered, send_count = c.send_count - CASE WHEN h.not_sent THEN 1 ELSE 0 END,
  cancel_requested_at = CASE WHEN h.cancel_intent IS NOT NULL THEN now() WHEN h.keep_intent THEN c.cancel_requested_at END,
  cancel_cause = coalesce(h.cancel_intent, CASE WHEN h.keep_intent THEN c.cancel_cause END),
  capture_amount = coalesce(h.capture_intent,
    CASE WHEN h.keep_intent OR h.captured_now > 0 THEN c.capture_amount END),
  due_at = ${NEXT_DUE}`;

/** Stores the ids that the acquirer gave the charge with this result. The id of another charge is an error. */
export const LEARN_IDS = `
  learned AS (
    INSERT INTO charge_ids (merchant_id, account_id, kind, id, charge_id)
    SELECT c.merchant_id, c.account_id, i.kind, i.id, c.id
    FROM charged c JOIN held h ON h.merchant_id = c.merchant_id AND h.charge_id = c.id CROSS JOIN LATERAL (
      SELECT 'charge' AS kind, h.provider_id AS id WHERE c.known_provider_id IS NULL
      UNION SELECT kind, id FROM json_to_recordset(h.ids) AS r(kind text, id text)) i
    WHERE i.id IS NOT NULL AND NOT EXISTS (
      SELECT FROM charge_ids k WHERE k.merchant_id = c.merchant_id AND k.account_id = c.account_id
        AND k.kind = i.kind AND k.id = i.id AND k.charge_id = c.id ${OPTIMIZATION_FENCE}))`;

/** Hints for the payments that were waiting for this one. */
const AWAKENED = `(SELECT coalesce(json_agg(json_build_object('queue', 'payments', 'data',
    json_build_object('merchantId', merchant_id, 'paymentId', id))), '[]') FROM awakened)`;

/**
 * Records the outcome of a call to the bank under the charge's fence: charge, payment, money, movement, order, link, key,
 * events and deliveries in one statement. Locked in this order: order, charge, payment, link. The payment shows the values of its
 * present charge. No row: the fence was lost, or money was captured for an order that is closed.
 */
const record = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(OUTCOME_COLUMNS)}),
  held AS MATERIALIZED (
    SELECT i.*, o.status AS order_status, o.expires_at AS order_expires_at, q.capture_before, ${orderColumns('o')}
    FROM input i JOIN payments q ON q.merchant_id = i.merchant_id AND q.id = i.id
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    ORDER BY o.merchant_id, o.id FOR NO KEY UPDATE OF o ${form.locked}),
  charged AS (
    UPDATE charges c SET ${CHARGE}, status = h.charge_status,
      amount_captured = c.amount_captured + h.captured_now,
      action_type = h.next_action->>'type',
      action_expires_at = ${actionExpiry('h.order_expires_at')},
      stated_amount = coalesce(h.stated_amount, c.stated_amount),
      stated_currency = coalesce(h.stated_currency, c.stated_currency),
      stated_captured = coalesce(h.stated_captured, c.stated_captured),
      error_reason = h.error_reason, error_description = h.error_description,
      watch_until = now() + ${milliseconds('h.watch_ms')},
      ended_at = CASE WHEN h.charge_status = 'open' THEN NULL ELSE coalesce(c.ended_at, now()) END
    FROM held h
    WHERE c.merchant_id = h.merchant_id AND c.id = h.charge_id AND c.fence = h.fence
      AND (h.captured_now = 0 OR h.order_status IN ${OPEN_ORDER})
    RETURNING c.*, old.provider_id AS known_provider_id),
  ${LEARN_IDS},
  changed AS (
    UPDATE payments p SET status = h.status,
      version = p.version + CASE WHEN p.status <> h.status OR h.captured_now > 0 THEN 1 ELSE 0 END,
      captured = p.captured OR h.captured_now > 0, amount_captured = p.amount_captured + h.captured_now,
      captured_at = CASE WHEN h.captured_now > 0 THEN now() ELSE p.captured_at END,
      captured_charge_id = CASE WHEN h.captured_now > 0 THEN c.id ELSE p.captured_charge_id END,
      capture_before = coalesce(now() + ${milliseconds('h.capture_ms')}, p.capture_before),
      cancelled_at = CASE h.status WHEN 'cancelled' THEN now() ELSE p.cancelled_at END,
      connector_reference = c.provider_id, method = coalesce(p.method, h.method),
      next_action = CASE h.charge_status WHEN 'open' THEN coalesce(h.next_action, p.next_action) ELSE h.next_action END,
      action_expires_at = c.action_expires_at,
      error_code = h.error_code, error_reason = h.error_reason, error_description = h.error_description,
      due_at = NULL,
      updated_at = CASE WHEN p.status <> h.status OR h.captured_now > 0 THEN now() ELSE p.updated_at END
    FROM held h LEFT JOIN charged c ON c.merchant_id = h.merchant_id AND c.id = h.charge_id
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id
      AND CASE WHEN h.charge_id IS NULL THEN p.charge_id IS NULL AND p.fence = h.fence ELSE c.id IS NOT NULL END
    RETURNING p.*, h.captured_now, CASE WHEN p.version <> old.version THEN h.event END AS event, h.event_id, h.paid_event_id,
      h.link_event_id, h.by_actor, h.by_request_id, h.by_trace_parent, h.public, h.store_response, h.key, h.scope,
      h.order_receipt, h.order_description, h.order_notes, h.order_customer),
  shown AS MATERIALIZED (
    SELECT c.*, rendered.data, CASE WHEN c.public THEN ${publicPaymentJson('c')} ELSE rendered.data END AS body
    FROM changed c CROSS JOIN LATERAL (SELECT ${paymentJson('c')} AS data OFFSET 0) rendered),
  ${payOrders('changed')},
  ${payLinks},
  moved AS (
    INSERT INTO movements (merchant_id, mode, type, payment_id, charge_id, amount, currency, connector_reference)
    SELECT merchant_id, mode, 'capture', id, charge_id, captured_now, currency, connector_reference
    FROM changed WHERE captured_now > 0),
  -- IS TRUE keeps the planner from using the index of the merchant's pending payments: the order has few payments.
  awakened AS (
    UPDATE payments s SET due_at = now() FROM changed c
    WHERE s.merchant_id = c.merchant_id AND s.order_id = c.order_id AND (s.status = 'pending') IS TRUE AND s.id <> c.id
      AND c.status IN ('success', 'failed', 'cancelled', 'expired')
    RETURNING s.merchant_id, s.id),
  ${endKeys('shown', 's.store_response')},
  actors AS (
    SELECT merchant_id, order_id, paid_event_id, link_event_id, by_actor AS actor, by_request_id AS request_id,
      coalesce(by_trace_parent, trace_parent) AS trace_parent, data AS payment FROM shown),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, event_id, event, 'payment' AS object, id AS object_id, version,
      data || ${orderBeside('shown')} AS data, by_actor AS actor,
      by_request_id AS request_id, coalesce(by_trace_parent, trace_parent) AS trace_parent FROM shown WHERE event IS NOT NULL
    UNION ALL ${ORDER_PAID_ROWS('s.paid_event_id', 'actors')}
    UNION ALL ${LINK_PAID_ROWS('s.link_event_id', 'actors')}),
  ${announce('source')}
  SELECT s.id, s.status, s.body, ${IS_WOKEN} AS "isWoken", ${form.once(DELIVERY_HINTS)} AS hints,
    ${form.once(AWAKENED)} AS awakened
  FROM shown s LEFT JOIN charged c ON c.merchant_id = s.merchant_id AND c.payment_id = s.id
    LEFT JOIN held h ON h.merchant_id = c.merchant_id AND h.charge_id = c.id`;
export const RECORD = {
  one: statement('payments_record', record(ONE)),
  many: statement('payments_record_many', record(MANY)),
};

/** The charge is due again: the bank has not decided, or has said nothing new. Neither order nor payment is written. */
const postpone = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(OUTCOME_COLUMNS)}),
  held AS MATERIALIZED (
    SELECT i.*, q.capture_before, NULL::timestamptz AS order_expires_at FROM input i JOIN charges c ON c.merchant_id = i.merchant_id AND c.id = i.charge_id
    JOIN payments q ON q.merchant_id = c.merchant_id AND q.id = c.payment_id
    WHERE c.fence = i.fence ORDER BY c.merchant_id, c.id FOR NO KEY UPDATE OF c ${form.locked}),
  charged AS (
    UPDATE charges c SET ${CHARGE} FROM held h
    WHERE c.merchant_id = h.merchant_id AND c.id = h.charge_id AND c.fence = h.fence
    RETURNING c.*, old.provider_id AS known_provider_id),
  ${LEARN_IDS}
  SELECT c.payment_id AS id, ${IS_WOKEN} AS "isWoken"
  FROM charged c JOIN held h ON h.merchant_id = c.merchant_id AND h.charge_id = c.id`;
export const POSTPONE = {
  one: statement('charges_postpone', postpone(ONE)),
  many: statement('charges_postpone_many', postpone(MANY)),
};
