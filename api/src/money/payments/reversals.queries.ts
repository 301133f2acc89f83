import { milliseconds, statement } from '../../platform/database/sql.js';

/** The bank approved a charge that was closed: it is to be reversed. $3 fence. */
export const REQUEST_REVERSAL = statement(
  'charges_request_reversal',
  `UPDATE charges SET status = 'reversing', due_at = now(), lease_until = NULL, consecutive_timeouts = 0
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 AND status = 'closed' RETURNING id`,
);

/** Records the reversal, once. The payment's row does not change. $3 fence. */
export const RECORD_REVERSAL = statement(
  'charges_record_reversal',
  `WITH reversed AS (
    UPDATE charges SET status = 'reversed', due_at = NULL, lease_until = NULL, ended_at = now()
    WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING *)
  INSERT INTO movements (merchant_id, mode, type, payment_id, charge_id, amount, currency, connector_reference)
  SELECT c.merchant_id, c.mode, m.type, c.payment_id, c.id, m.sign * c.amount, c.currency, c.provider_id
  FROM reversed c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id
  JOIN (VALUES ('automatic', 'capture', 1), ('automatic', 'reversal', -1), ('manual', 'reversal', 0)) AS m(capture, type, sign)
    ON m.capture = p.capture
  ON CONFLICT DO NOTHING`,
);

/**
 * Ends a lease without an outcome. $3 fence, $4 ms until the charge is due again; null: never. A notification that came
 * during the call, since $5 had come, makes it due at once.
 */
export const RELEASE = statement(
  'charges_release',
  `UPDATE charges SET lease_until = NULL,
     due_at = CASE WHEN wake_seq <> $5 THEN now() ELSE now() + ${milliseconds('$4')} END,
     consecutive_timeouts = consecutive_timeouts + 1
   WHERE merchant_id = $1 AND id = $2 AND fence = $3`,
);
