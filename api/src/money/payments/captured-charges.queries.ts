import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { PAYMENT_REFUNDED_ROWS } from './payments.sql.js';

/** How long a charge with a refund under way waits until it is asked again: as long as the refund is old, 2 s to 1 h. */
const WHILE_REFUNDING = `least(interval '1 hour', greatest(interval '2 seconds', now() - o.under_way_since))`;

/**
 * Stores what the acquirer states about a captured charge under its fence: what it withholds because of disputes, and what
 * others have refunded, which is the difference between its total and our processed refunds. A refund of ours that was
 * under way while the acquirer was asked may be in the total or not: then the difference may only grow, by what is certain,
 * and the charge is asked again. A total below our processed refunds changes nothing: one of them is being taken back.
 * Locked in this order: charge, payment. $3 fence, $4 how many notifications had come at the lease, $5 refunded in total,
 * $6 disputed; null: not stated. $7 the id of the event for what others have refunded. $8 the further payments that are not
 * given back as JSON, null: none; they are tried again after $9 ms, under another idempotency key.
 */
export const STORE_STATED = statement(
  'charges_store_stated',
  `WITH held AS MATERIALIZED (
    SELECT merchant_id, id, payment_id, asked_at FROM charges
    WHERE merchant_id = $1 AND id = $2 AND fence = $3 FOR NO KEY UPDATE),
  paid AS MATERIALIZED (
    SELECT p.merchant_id, p.id, p.amount_disputed, p.amount_refunded_elsewhere, h.asked_at
    FROM held h JOIN payments p ON p.merchant_id = h.merchant_id AND p.id = h.payment_id FOR NO KEY UPDATE OF p),
  ours AS MATERIALIZED (
    SELECT coalesce(sum(r.amount) FILTER (WHERE r.status = 'processed'), 0)::bigint AS processed,
      coalesce(sum(r.amount) FILTER (WHERE r.status = 'processing'), 0)::bigint AS under_way,
      coalesce(bool_or(r.status = 'processing' OR r.updated_at >= p.asked_at), false) AS is_moving,
      coalesce(min(r.created_at) FILTER (WHERE r.status = 'processing'), now()) AS under_way_since
    FROM paid p LEFT JOIN refunds r ON r.merchant_id = p.merchant_id AND r.payment_id = p.id),
  stated AS MATERIALIZED (
    SELECT p.merchant_id, p.id, coalesce($6::bigint, p.amount_disputed) AS disputed,
      CASE WHEN $5::bigint IS NULL OR $5 < o.processed THEN p.amount_refunded_elsewhere
        WHEN o.is_moving THEN greatest(p.amount_refunded_elsewhere, $5 - o.processed - o.under_way)
        ELSE $5 - o.processed END AS elsewhere
    FROM paid p CROSS JOIN ours o),
  changed AS (
    UPDATE payments p SET amount_disputed = s.disputed, amount_refunded_elsewhere = s.elsewhere, version = p.version + 1,
      updated_at = now()
    FROM stated s WHERE p.merchant_id = s.merchant_id AND p.id = s.id
      AND (p.amount_disputed, p.amount_refunded_elsewhere) <> (s.disputed, s.elsewhere)
    RETURNING p.*, p.amount_disputed AS disputed, p.amount_refunded_elsewhere AS elsewhere,
      old.amount_disputed AS "disputedBefore", old.amount_refunded_elsewhere AS "elsewhereBefore"),
  released AS (
    UPDATE charges c SET lease_until = NULL, consecutive_timeouts = 0, surplus = $8::json,
      surplus_tries = CASE WHEN $8 IS NULL THEN 0 ELSE c.surplus_tries + 1 END,
      key_number = c.key_number + CASE WHEN $8 IS NULL THEN 0 ELSE 1 END,
      due_at = CASE WHEN c.wake_seq <> $4 THEN now() ELSE least(CASE WHEN o.is_moving THEN now() + ${WHILE_REFUNDING} END,
        CASE WHEN $8 IS NOT NULL THEN now() + ${milliseconds('$9')} END) END
    FROM held h CROSS JOIN ours o WHERE c.merchant_id = h.merchant_id AND c.id = h.id
    RETURNING c.due_at <= now() AS is_due),
  source AS (
    SELECT r.*, $7::text AS event_id, 'system' AS actor, NULL::text AS request_id, NULL::text AS trace_parent
    FROM (${PAYMENT_REFUNDED_ROWS('changed')} AND elsewhere > "elsewhereBefore") r),
  ${announce('source')}
  SELECT disputed, elsewhere, "disputedBefore", "elsewhereBefore", (SELECT is_due FROM released) AS "isDue",
    ${DELIVERY_HINTS} AS hints
  FROM (SELECT) one LEFT JOIN changed ON true`,
);

/** Ends the lease of a captured charge that could not be asked: due again in $4 ms; null: never. $3 fence, $5 as above. */
export const RELEASE_CAPTURED = statement(
  'charges_release_captured',
  `UPDATE charges SET lease_until = NULL, consecutive_timeouts = consecutive_timeouts + 1,
     due_at = CASE WHEN wake_seq <> $5 THEN now() ELSE now() + ${milliseconds('$4')} END
   WHERE merchant_id = $1 AND id = $2 AND fence = $3`,
);
