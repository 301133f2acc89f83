import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { statement } from '../../platform/database/sql.js';
import { orderBeside, orderColumns } from '../orders/orders.sql.js';
import { paymentJson } from './payments.sql.js';

/**
 * $3 the fields to change, $4 and $5 their values, $6 the event's id, $7 to $9 its author. Locked in the order of all
 * statements on payments: the order first, so that the event shows it as it is.
 */
export const UPDATE = statement(
  'payments_update',
  `WITH held AS MATERIALIZED (
    SELECT q.merchant_id, q.id, ${orderColumns('o')}
    FROM payments q JOIN orders o ON o.merchant_id = q.merchant_id AND o.id = q.order_id
    WHERE q.merchant_id = $1 AND q.id = $2 FOR NO KEY UPDATE OF o),
  changed AS (
    UPDATE payments p SET description = CASE WHEN 'description' = ANY ($3::text[]) THEN $4 ELSE p.description END,
      notes = CASE WHEN 'notes' = ANY ($3) THEN $5::json ELSE p.notes END, version = p.version + 1, updated_at = now()
    FROM held h WHERE p.merchant_id = h.merchant_id AND p.id = h.id
    RETURNING p.*, h.order_receipt, h.order_description, h.order_notes, h.order_customer),
  rendered AS MATERIALIZED (SELECT c.*, ${paymentJson('c')} AS body FROM changed c),
  source AS MATERIALIZED (
    SELECT r.merchant_id, r.mode, $6::text AS event_id, 'payment.updated' AS event, 'payment' AS object, r.id AS object_id,
      r.version, r.body || ${orderBeside('r')} AS data, $7::text AS actor, $8::text AS request_id, $9::text AS trace_parent
    FROM rendered r),
  ${announce('source')}
  SELECT body, ${DELIVERY_HINTS} AS hints FROM rendered`,
);
