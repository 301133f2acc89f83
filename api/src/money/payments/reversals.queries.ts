import { milliseconds, statement } from '../../platform/database/sql.js';

/** The bank approved a payment that has already ended: requests that the charge is reversed. */
export const REQUEST_REVERSAL = statement(
  'payments_request_reversal',
  `UPDATE payments SET reversal_requested_at = now(), due_at = now(), lease_until = NULL
   WHERE merchant_id = $1 AND id = $2 AND status IN ('failed', 'cancelled', 'expired') AND reversal_requested_at IS NULL
   RETURNING id`,
);

/** Records the reversal, once. The payment's status does not change. $3 fence. */
export const RECORD_REVERSAL = statement(
  'payments_record_reversal',
  `WITH reversed AS (
    UPDATE payments SET due_at = NULL, lease_until = NULL WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING *)
  INSERT INTO movements (merchant_id, mode, type, payment_id, amount, currency, connector_reference)
  SELECT merchant_id, mode, m.type, id, m.sign * amount, currency, connector_reference
  FROM reversed, (VALUES ('automatic', 'capture', 1), ('automatic', 'reversal', -1), ('manual', 'reversal', 0)) AS m(capture, type, sign)
  WHERE m.capture = reversed.capture
  ON CONFLICT DO NOTHING`,
);

/** Ends a lease without an outcome. $3 fence, $4 ms until the payment is due again; null: never. */
export const RELEASE = statement(
  'payments_release',
  `UPDATE payments SET lease_until = NULL, due_at = now() + ${milliseconds('$4')}, silences = silences + 1
   WHERE merchant_id = $1 AND id = $2 AND fence = $3`,
);
