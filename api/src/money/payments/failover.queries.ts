import { routingOf, stillTakes } from '../../acquiring/routing/routing.sql.js';
import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { allHaveGeneration } from '../../platform/database/generations.sql.js';
import { leaseFree } from '../../platform/database/lease.sql.js';
import { milliseconds, ONE, statement } from '../../platform/database/sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { orderBeside, orderColumns } from '../orders/orders.sql.js';
import { leasedCharge, OPENED_CHARGES } from './charge-leases.queries.js';
import { LEARN_IDS } from './outcome.queries.js';
import { paymentJson } from './payments.sql.js';

const TRIED = (p: string) => `(SELECT array_agg(t.account_id) FROM charges t
  WHERE t.merchant_id = ${p}.merchant_id AND t.payment_id = ${p}.id)`;

/** What the choice of the next account needs. $3 ROUTING_DEADLINE in ms. */
export const FACTS = statement(
  'failover_facts',
  `SELECT p.method, p.flow, p.connector, p.amount, p.currency, p.capture, ${TRIED('p')} AS tried,
     p.created_at > now() - ${milliseconds('$3')} AS "isInTime", ${routingOf('$1')} AS routing
   FROM payments p WHERE p.merchant_id = $1 AND p.id = $2`,
);

/** Whether the process may make second charges: no older one runs, whose code knows one charge for each payment. */
const MAY_MOVE = `q.created_at > now() - ${milliseconds('i.deadline_ms')} AND ${allHaveGeneration(1)}
      AND (SELECT count(*) FROM charges t WHERE t.merchant_id = q.merchant_id AND t.payment_id = q.id) < i.max_charges
      AND NOT EXISTS (SELECT FROM charges t
        WHERE t.merchant_id = q.merchant_id AND t.payment_id = q.id AND t.account_id = i.account_id)`;

/**
 * Ends the charge that did not take the payment, and opens the next one, leased, under the lock of the order: the payment
 * never lets go of its order's place, and never has two charges that could take money. It writes only under the fence of
 * the charge that ends, which only one worker has. No row: the payment stays with its charge. A notification that came
 * during the call makes the ended charge due, so that a late approval is found.
 */
export const MOVE = statement(
  'charges_move',
  `WITH input AS MATERIALIZED (${ONE.rows(
    `merchant_id uuid, id text, charge_id text, fence bigint, wake_seq int, charge_status text, provider_id text, ids json,
     error_reason text, error_description text, next_charge_id text, account_id text, route json, lease_ms float8,
     page_ms float8, deadline_ms float8, max_charges int, event_id text`,
  )}),
  held AS MATERIALIZED (
    SELECT i.*, a.connector AS account_connector, ${orderColumns('o')}
    FROM input i JOIN payments q ON q.merchant_id = i.merchant_id AND q.id = i.id AND q.charge_id = i.charge_id
    JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    JOIN connector_accounts a ON a.merchant_id = i.merchant_id AND a.id = i.account_id
    WHERE ${stillTakes('a', 'q')} AND q.status IN ('processing', 'requires_action') AND o.status IN ${OPEN_ORDER}
      AND (o.expires_at IS NULL OR o.expires_at > now()) AND ${MAY_MOVE}
    FOR NO KEY UPDATE OF o),
  charged AS (
    UPDATE charges c SET status = h.charge_status, lease_until = NULL, provider_id = coalesce(c.provider_id, h.provider_id),
      consecutive_timeouts = 0, answered = false, action_type = NULL, cancel_requested_at = NULL, cancel_cause = NULL,
      error_reason = h.error_reason, error_description = h.error_description, ended_at = now(),
      due_at = CASE WHEN c.wake_seq <> h.wake_seq THEN now() END
    FROM held h
    WHERE c.merchant_id = h.merchant_id AND c.id = h.charge_id AND c.fence = h.fence AND c.status = 'open'
    RETURNING c.*, old.provider_id AS known_provider_id),
  ${LEARN_IDS},
  placed AS (
    UPDATE payments p SET charge_id = h.next_charge_id, status = 'processing', connector = h.account_connector,
      version = p.version + CASE WHEN p.status <> 'processing' THEN 1 ELSE 0 END,
      updated_at = CASE WHEN p.status <> 'processing' THEN now() ELSE p.updated_at END,
      connector_reference = NULL, next_action = NULL, action_expires_at = NULL, error_code = NULL, error_reason = NULL,
      error_description = NULL
    FROM held h JOIN charged c ON c.merchant_id = h.merchant_id AND c.id = h.charge_id
    WHERE p.merchant_id = h.merchant_id AND p.id = h.id AND p.charge_id = h.charge_id
      AND p.status IN ('processing', 'requires_action')
    RETURNING p.*, p.version <> old.version AS is_announced, h.account_id, h.route, h.lease_ms, h.page_ms, h.event_id,
      h.order_receipt, h.order_description, h.order_notes, h.order_customer),
  ${OPENED_CHARGES},
  source AS (
    SELECT p.merchant_id, p.mode, p.event_id, 'payment.pending' AS event, 'payment' AS object, p.id AS object_id, p.version,
      ${paymentJson('p')} || ${orderBeside('p')} AS data, 'system' AS actor, NULL::text AS request_id, p.trace_parent
    FROM placed p WHERE p.is_announced),
  ${announce('source')}
  SELECT ${leasedCharge({ takenOver: 'false', isNew: 'true' })}, ${DELIVERY_HINTS} AS hints
  FROM opened c JOIN placed p ON p.merchant_id = c.merchant_id AND p.charge_id = c.id`,
);

/**
 * The shopper asks for another page: the open one is closed first. No row: no page of the payment is open, a worker has its
 * charge, or it is being closed. $3 the charge.
 */
export const REQUEST_ELSEWHERE = statement(
  'charges_request_elsewhere',
  `UPDATE charges c SET cancel_requested_at = now(), cancel_cause = 'elsewhere', answered = false, due_at = now()
   WHERE c.merchant_id = $1 AND c.payment_id = $2 AND c.status = 'open' AND c.action_type = 'redirect'
     AND c.cancel_requested_at IS NULL AND ${leaseFree('c')} RETURNING c.id`,
);

/** Whether the payment has an open page, and whether that is being closed. */
export const OPEN_PAGE = statement(
  'charges_open_page',
  `SELECT p.flow, c.cancel_cause AS "cancelCause" FROM charges c
   JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
   WHERE c.merchant_id = $1 AND c.payment_id = $2 AND c.status = 'open' AND (c.action_type = 'redirect' OR c.cancel_cause IS NOT NULL)`,
);
