import { milliseconds, statement } from '../../platform/database/sql.js';
import { OPEN_ORDER } from '../orders/order.states.js';
import { AT_BANK } from '../orders/orders.sql.js';

/** Locks the order of a pending payment. Locks nothing for a payment in another status. */
export const LOCK_ORDER = statement(
  'payments_lock_order',
  `SELECT o.id FROM orders o
   WHERE o.merchant_id = $1 AND o.id = (SELECT order_id FROM payments WHERE merchant_id = $1 AND id = $2 AND status = 'pending')
   FOR NO KEY UPDATE`,
);
/**
 * Why a due payment could not be leased: its order may be closed, a sibling at the bank, or its time run out ($3
 * pending timeout ms). Read without a lock first; anything but waiting for a sibling is decided by a second read under
 * the lock.
 */
export const REVIEW = statement(
  'payments_review',
  `SELECT p.id, p.fence, p.status, p.charge_id IS NULL AS "isUncharged", p.due_at::text AS "dueAt", p.amount, p.capture,
     o.status IN ${OPEN_ORDER} AS open, o.status AS "orderStatus",
     p.created_at <= now() - ${milliseconds('$3')} AS overdue,
     s.id AS sibling, s.status AS "siblingStatus"
   FROM payments p JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
   LEFT JOIN payments s ON s.merchant_id = p.merchant_id AND s.order_id = p.order_id AND s.id <> p.id AND s.status IN ${AT_BANK}
   WHERE p.merchant_id = $1 AND p.id = $2 AND p.due_at <= now()`,
);

/** The order's other pending payments. */
export const SIBLINGS = statement(
  'payments_siblings',
  `SELECT s.id, s.fence FROM payments p JOIN payments s ON s.merchant_id = p.merchant_id AND s.order_id = p.order_id
   WHERE p.merchant_id = $1 AND p.id = $2 AND s.id <> p.id AND s.status = 'pending' ORDER BY s.id`,
);

export const STILL_PENDING = statement(
  'payments_still_pending',
  `SELECT fence FROM payments WHERE merchant_id = $1 AND id = $2 AND status = 'pending'`,
);

/**
 * Requests that the bank cancels a sibling that waits for its shopper, because a newer payment supersedes it. A sibling of
 * the version before charges is due at once and adopted with its request.
 */
export const SUPERSEDE = statement(
  'charges_supersede',
  `WITH uncharged AS (
    UPDATE payments SET cancel_requested_at = now(), cancel_cause = 'superseded', due_at = now()
    WHERE merchant_id = $1 AND id = $2 AND status = 'requires_action' AND charge_id IS NULL AND cancel_requested_at IS NULL
    RETURNING id),
  charged AS (
    UPDATE charges SET cancel_requested_at = now(), cancel_cause = 'superseded', answered = false, due_at = now()
    WHERE merchant_id = $1 AND payment_id = $2 AND status = 'open' AND action_type IS NOT NULL AND cancel_requested_at IS NULL
    RETURNING id)
  SELECT NULL AS "chargeId" FROM uncharged UNION ALL SELECT id FROM charged`,
);

/** Due again in $3 ms, unless a sibling's outcome has changed the due time $4 meanwhile. */
export const POSTPONE = statement(
  'payments_postpone',
  `UPDATE payments SET due_at = now() + ${milliseconds('$3')}
   WHERE merchant_id = $1 AND id = $2 AND status = 'pending' AND due_at = $4::timestamptz`,
);
