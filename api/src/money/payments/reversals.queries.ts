import { milliseconds, statement } from '../../platform/database/sql.js';

/**
 * The acquirer approved a charge that was closed: it is to be reversed. $3 fence, $4 the acquirer's id, $5 to $7 what it
 * states: amount, currency, captured.
 */
export const REQUEST_REVERSAL = statement(
  'charges_request_reversal',
  `UPDATE charges SET status = 'reversing', due_at = now(), lease_until = NULL, consecutive_timeouts = 0, answered = false,
     provider_id = coalesce(provider_id, $4), stated_amount = $5, stated_currency = $6, stated_captured = $7
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 AND status IN ('closed', 'failed') RETURNING id`,
);

/**
 * Records the reversal, once: what the acquirer had captured came and went. The payment's row does not change. Charges of
 * the version before have nothing stated: they were captured in full, if automatically. $3 fence.
 */
export const RECORD_REVERSAL = statement(
  'charges_record_reversal',
  `WITH reversed AS (
    UPDATE charges SET status = 'reversed', due_at = NULL, lease_until = NULL, ended_at = now()
    WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING *),
  booked AS (
    SELECT c.*, coalesce(c.stated_captured, CASE p.capture WHEN 'automatic' THEN c.amount ELSE 0 END) AS taken
    FROM reversed c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id)
  INSERT INTO movements (merchant_id, mode, type, payment_id, charge_id, amount, currency, connector_reference)
  SELECT b.merchant_id, b.mode, m.type, b.payment_id, b.id, m.sign * b.taken, coalesce(b.stated_currency, b.currency),
    b.provider_id
  FROM booked b CROSS JOIN (VALUES ('capture', 1), ('reversal', -1)) AS m(type, sign)
  WHERE m.type = 'reversal' OR b.taken > 0
  ON CONFLICT DO NOTHING`,
);

/**
 * Ends a lease without an outcome. $3 fence, $4 ms until the charge is due again; null: never. A notification that came
 * during the call, since $5 had come, makes it due at once. $6 whether the call had a response without an outcome.
 */
export const RELEASE = statement(
  'charges_release',
  `UPDATE charges SET lease_until = NULL, answered = $6,
     due_at = CASE WHEN wake_seq <> $5 THEN now() ELSE now() + ${milliseconds('$4')} END,
     consecutive_timeouts = consecutive_timeouts + 1
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING wake_seq <> $5 AS "isWoken"`,
);
