import { routingOf, stillTakes } from '../../acquiring/routing/routing.sql.js';
import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { firstDueOfMerchants } from '../../platform/database/due.sql.js';
import { allHaveGeneration } from '../../platform/database/generations.sql.js';
import { LEASE_RAN_OUT, leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { type Form, MANY, milliseconds, ONE, OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { AT_BANK, orderBeside, orderColumns } from '../orders/orders.sql.js';
import { paymentJson } from './payments.sql.js';

interface Leased {
  readonly paymentStatus?: string;
  readonly takenOver?: string;
  readonly isNew?: string;
  readonly id?: string;
}

/** An interval in milliseconds. */
const ms = (interval: string) => `(extract(epoch FROM ${interval}) * 1000)::float8`;

/** The columns of a LeasedCharge. `c` is the charge, `p` its payment. */
export const leasedCharge = ({
  paymentStatus = 'p.status',
  takenOver = 'c.taken_over',
  isNew = 'false',
  id = 'c.id',
}: Leased = {}) => `
  c.merchant_id AS "merchantId", ${id} AS id, c.payment_id AS "paymentId", p.order_id AS "orderId", c.mode,
  c.account_id AS "accountId", c.connector, c.fence, c.wake_seq AS "wakeSequence", c.status,
  ${paymentStatus} AS "paymentStatus", ${isNew} AS "isNew", c.amount, c.currency, p.method, p.flow, p.instrument,
  p.capture, p.captured, c.provider_id AS "providerId", c.key_number AS "keyNumber", c.answered,
  c.action_type AS "actionType", c.action_expires_at IS NOT NULL AS "wasAsked",
  coalesce(c.route->>'reason' = 'only', false) AS "isOnly", ${ms('now() - c.created_at')} AS "ageMs", ${ms('now() - c.ended_at')} AS "endedMs",
  ${ms('now() - c.cancel_requested_at')} AS "cancelRequestedMs", ${ms('c.watch_until - now()')} AS "watchLeftMs",
  c.send_count AS "sendCount", c.consecutive_timeouts AS "consecutiveTimeouts", c.capture_amount AS "captureAmount",
  c.cancel_cause AS "cancelCause", c.surplus_tries AS "surplusTries", p.trace_parent AS "traceParent", p.request_id AS "requestId",
  ${takenOver} AS "takenOver"`;

/** No call to a real acquirer is made while a process of a version runs that knows none. */
const mayBeUsed = (a: string) => `(${a}.connector = 'simulated' OR ${allHaveGeneration(1)})`;

/** Opens the charges of the payments in the CTE `placed`, leased for the worker that has just claimed them. */
export const OPENED_CHARGES = `opened AS (
    INSERT INTO charges (merchant_id, id, mode, payment_id, account_id, connector, amount, currency, fence, lease_until,
      due_at, asked_at, send_count, page_expires_at, route)
    SELECT merchant_id, charge_id, mode, id, account_id, connector, amount, currency, 1,
      now() + ${milliseconds('lease_ms')}, now(), now(), 1,
      CASE flow WHEN 'redirect' THEN now() + ${milliseconds('page_ms')} END, route
    FROM placed
    RETURNING *)`;

/**
 * Opens the charge of a pending payment at the account that routing chose, leased, if that still takes it and no other
 * payment of its order is at the bank; the unique index payments_at_bank enforces that. The payment holds its order's
 * place from here to its end. It is never due again, and leased for ever to the version before charges. The order is
 * locked only if the charge can be opened, because the jobs of many payments of one order would otherwise queue for the
 * lock. Announced as payment.pending.
 */
const open = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(
    'merchant_id uuid, id text, charge_id text, account_id text, route json, lease_ms float8, pending_ms float8, page_ms float8, event_id text',
  )}),
  held AS MATERIALIZED (
    SELECT i.*, a.connector AS account_connector, ${orderColumns('o')}
    FROM input i JOIN payments q ON q.merchant_id = i.merchant_id AND q.id = i.id
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    JOIN connector_accounts a ON a.merchant_id = i.merchant_id AND a.id = i.account_id
    WHERE ${stillTakes('a', 'q')} AND ${mayBeUsed('a')} AND q.due_at <= now() AND ${leaseFree('q')} AND q.status = 'pending' AND o.status IN ${OPEN_ORDER}
    ORDER BY o.merchant_id, o.id FOR NO KEY UPDATE OF o ${form.locked}),
  placed AS (
    UPDATE payments p SET status = 'processing', version = p.version + 1, sends = 1, fence = p.fence + 1, due_at = NULL,
      lease_until = 'infinity', charge_id = h.charge_id, connector = h.account_connector
    FROM held h
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.due_at <= now() AND ${leaseFree('p')}
      AND p.status = 'pending' AND p.created_at > now() - ${milliseconds('h.pending_ms')} AND NOT EXISTS (
        SELECT FROM payments s WHERE s.merchant_id = p.merchant_id AND s.order_id = p.order_id AND s.status IN ${AT_BANK}
        ${OPTIMIZATION_FENCE})
    RETURNING p.*, h.account_id, h.route, h.lease_ms, h.page_ms, h.event_id, h.order_receipt, h.order_description, h.order_notes,
      h.order_customer),
  ${OPENED_CHARGES},
  source AS (
    SELECT p.merchant_id, p.mode, p.event_id, 'payment.pending' AS event, 'payment' AS object, p.id AS object_id, p.version,
      ${paymentJson('p')} || ${orderBeside('p')} AS data, 'system' AS actor, NULL::text AS request_id, p.trace_parent FROM placed p),
  ${announce('source')}
  SELECT ${leasedCharge({ takenOver: 'false', isNew: 'true', id: 'p.id' })}, c.id AS "chargeId", ${form.once(DELIVERY_HINTS)} AS hints
  FROM opened c JOIN placed p ON p.merchant_id = c.merchant_id AND p.charge_id = c.id`;
export const OPEN = {
  one: statement('charges_open', open(ONE)),
  many: statement('charges_open_many', open(MANY)),
};

/** The shopper has not completed the step-up in time, or the authorisation was not captured in time. */
const timeHasRunOut = `(c.cancel_requested_at IS NULL AND (
    (c.status = 'open' AND c.action_type IS NOT NULL AND c.action_expires_at <= now())
    OR (c.status = 'approved' AND NOT p.captured AND c.capture_amount IS NULL AND p.capture_before <= now())))`;

/** Leases due charges. A charge whose time has run out gets a request to cancel. Neither order nor payment is written. */
const lease = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows('merchant_id uuid, id text, lease_ms float8')}),
  held AS MATERIALIZED (
    SELECT c.merchant_id, c.id, i.lease_ms FROM input i JOIN charges c ON c.merchant_id = i.merchant_id AND c.id = i.id
    WHERE c.due_at <= now() AND ${leaseFree('c')}
    ORDER BY c.merchant_id, c.id FOR NO KEY UPDATE OF c ${form.locked})
  UPDATE charges c SET ${takeLease('c', 'h.lease_ms')}, asked_at = now(),
    answered = c.answered AND NOT ${timeHasRunOut},
    cancel_requested_at = CASE WHEN ${timeHasRunOut} THEN now() ELSE c.cancel_requested_at END,
    cancel_cause = CASE WHEN NOT ${timeHasRunOut} THEN c.cancel_cause
      WHEN c.status = 'approved' THEN 'capture_expired' ELSE 'action_expired' END
  FROM held h, payments p
  WHERE c.merchant_id = h.merchant_id AND c.id = h.id AND p.merchant_id = c.merchant_id AND p.id = c.payment_id
  RETURNING ${leasedCharge({ takenOver: LEASE_RAN_OUT })}`;
export const LEASE = {
  one: statement('charges_lease', lease(ONE)),
  many: statement('charges_lease_many', lease(MANY)),
  skippedIsFinal: true,
};

/** A response whose effect a find has denied is followed by a new idempotency key; silence is not. */
const NEXT_KEY = `key_number = key_number + CASE WHEN answered THEN 1 ELSE 0 END, answered = false`;

/** Counts a send before it is made, and renews the lease for it. $3 fence, $4 lease ms. */
export const COUNT_SEND = statement(
  'charges_count_send',
  `UPDATE charges SET send_count = send_count + 1, ${NEXT_KEY}, lease_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING key_number AS "keyNumber"`,
);

/** Before a capture, cancel or reversal that is sent again. $3 fence, $4 lease ms. */
export const RENEW = statement(
  'charges_renew',
  `UPDATE charges SET ${NEXT_KEY}, lease_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING key_number AS "keyNumber"`,
);

/** Requests the cancel that closes the reference at the bank, after the last send. $3 fence, $4 lease ms. */
export const REQUEST_CLOSE = statement(
  'charges_request_close',
  `UPDATE charges SET cancel_requested_at = now(), cancel_cause = 'unanswered', ${NEXT_KEY},
     lease_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING key_number AS "keyNumber"`,
);

const isDue = (row: string, since = 'now()') => `${row}.due_at <= ${since} AND ${leaseFree(row)}`;

/**
 * What is due for the merchant $1 and not leased, the oldest $2, without the ids $3, and without what waits for the accounts
 * or goes the ways $4. The first payment that has no charge
 * yet brings along what routing knows of the merchant.
 */
export const DUE_OF = statement(
  'charges_due_of',
  `SELECT id, merchant_id AS "merchantId", payment_id AS "paymentId", order_id AS "orderId", account_id AS "accountId", method,
     flow, connector, amount, currency, capture,
     CASE WHEN order_id IS NOT NULL AND row_number() OVER (PARTITION BY order_id IS NULL ORDER BY due_at, id) = 1
       THEN ${routingOf('$1')} END AS routing
   FROM (
     (SELECT id, merchant_id, id AS payment_id, order_id, NULL AS account_id, method, flow, connector, amount, currency, capture,
        due_at
      FROM payments p
      WHERE merchant_id = $1 AND ${isDue('p')} AND id <> ALL ($3::text[])
        AND (connector || ' ' || coalesce(flow, '') || ' ' || coalesce(method, '') || ' ' || currency) <> ALL ($4::text[])
      ORDER BY due_at, id LIMIT $2)
     UNION ALL
     (SELECT id, merchant_id, payment_id, NULL, account_id, NULL, NULL, connector, amount, currency, NULL, due_at FROM charges c
      WHERE merchant_id = $1 AND ${isDue('c')} AND id <> ALL ($3::text[]) AND account_id <> ALL ($4::text[])
      ORDER BY due_at LIMIT $2)) due
   ORDER BY due_at, id LIMIT $2`,
);

const dueOfMerchants = (table: string, columns: string) =>
  firstDueOfMerchants({ table, columns, dueAt: 'due_at', isDue: (row) => isDue(row, `now() - ${milliseconds('$2')}`) });
/** For each merchant with something due for $2 ms: the payment and the charge that have been due longest. */
export const DUE = statement(
  'charges_due',
  `${dueOfMerchants('payments', 'd.id AS "paymentId", NULL AS "chargeId"')}
   UNION ALL ${dueOfMerchants('charges', 'd.payment_id, d.id')}`,
);
