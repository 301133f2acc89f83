import type { Statement } from '../acquirer-database.js';

// Each change is one statement, so that a stalled process holds no lock. `account` scopes every reference.

/** Columns by name: the prepared statements of a running process fail if a later release adds one to `c.*`. */
const CHARGE = `c.account, c.reference, c.merchant_id, c.amount, c.currency, c.capture, c.instrument, c.outcome, c.status,
  (extract(epoch FROM c.ready_at - clock_timestamp()) * 1000)::float8 AS ready_in_ms, c.otp_attempts_left,
  c.captured_amount, c.refunded_amount, c.reversed_amount, c.disputed_amount, c.bank_reference, c.decline_reason, c.proof,
  c.notification_url, c.charge_calls, c.version`;
const REFUND = `r.account, r.reference, r.charge_reference, r.merchant_id, r.amount, r.currency, r.status,
  (extract(epoch FROM r.ready_at - clock_timestamp()) * 1000)::float8 AS ready_in_ms, r.bank_reference, r.decline_reason`;

export const FIND_CHARGE: Statement = {
  name: 'simulated_bank_find_charge',
  text: `SELECT ${CHARGE} FROM simulated_bank.charges c WHERE c.account = $1 AND c.reference = $2`,
};

/** The first call inserts the charge. A later call only increments charge_calls and returns the first one's charge. */
export const OPEN_CHARGE: Statement = {
  name: 'simulated_bank_open_charge',
  text: `
WITH opened AS (
  INSERT INTO simulated_bank.charges AS c
    (account, reference, merchant_id, amount, currency, capture, instrument, outcome, status, ready_at,
     otp_attempts_left, captured_amount, bank_reference, decline_reason, notification_url, charge_calls)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() + $10::float8 * interval '1 ms', $11, $12, $13, $14,
    $15, 1)
  ON CONFLICT (account, reference) DO UPDATE SET charge_calls = c.charge_calls + 1
  RETURNING ${CHARGE}
), booked AS (
  INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
  SELECT account, reference, 'capture', reference, merchant_id, captured_amount, currency
  FROM opened WHERE charge_calls = 1 AND captured_amount > 0
)
SELECT * FROM opened`,
};

/** Closes an unknown reference, so that no charge can use it. */
export const CLOSE_CHARGE: Statement = {
  name: 'simulated_bank_close_charge',
  text: `
INSERT INTO simulated_bank.charges (account, reference, status, proof, bank_reference)
VALUES ($1, $2, 'cancelled', 'no_charge', $3)
ON CONFLICT (account, reference) DO NOTHING RETURNING reference`,
};

/** Compare-and-set by version. Moved money ($9 kind, $10 amount) is booked by the same statement. */
export const CHANGE_CHARGE: Statement = {
  name: 'simulated_bank_change_charge',
  text: `
WITH changed AS (
  UPDATE simulated_bank.charges
  SET status = $4, otp_attempts_left = $5, captured_amount = $6, reversed_amount = $7, decline_reason = $8,
      proof = $11, disputed_amount = $12, version = version + 1, updated_at = clock_timestamp()
  WHERE account = $1 AND reference = $2 AND version = $3
  RETURNING account, reference, merchant_id, currency
), booked AS (
  INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
  SELECT account, reference, $9, reference, merchant_id, $10::bigint, currency FROM changed WHERE $10::bigint <> 0
)
SELECT reference FROM changed`,
};

export const FIND_REFUND: Statement = {
  name: 'simulated_bank_find_refund',
  text: `SELECT ${REFUND} FROM simulated_bank.refunds r WHERE r.account = $1 AND r.reference = $2`,
};

/** Checks and locks the charge, inserts the refund, then takes the money. A repeated reference changes nothing. */
export const TAKE_REFUND: Statement = {
  name: 'simulated_bank_take_refund',
  text: `
WITH held AS (
  SELECT account, reference, merchant_id, currency FROM simulated_bank.charges
  WHERE account = $1 AND reference = $3 AND merchant_id = $4 AND currency = $6 AND status = 'approved'
    AND captured_amount - refunded_amount - disputed_amount >= $5::bigint
  FOR NO KEY UPDATE
), inserted AS (
  INSERT INTO simulated_bank.refunds AS r
    (account, reference, charge_reference, merchant_id, amount, currency, status, ready_at, bank_reference)
  SELECT account, $2, reference, merchant_id, $5::bigint, currency, 'approved',
    clock_timestamp() + $7::float8 * interval '1 ms', $8 FROM held
  ON CONFLICT (account, reference) DO NOTHING
  RETURNING ${REFUND}
), taken AS (
  UPDATE simulated_bank.charges c
  SET refunded_amount = c.refunded_amount + inserted.amount, version = c.version + 1, updated_at = clock_timestamp()
  FROM inserted WHERE c.account = inserted.account AND c.reference = inserted.charge_reference
), booked AS (
  INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
  SELECT account, charge_reference, 'refund', reference, merchant_id, -amount, currency FROM inserted
)
SELECT * FROM inserted`,
};

/** Inserts a refund that moves no money: declined ($7 status, $9 reason), or closed before it arrived. */
export const REFUSE_REFUND: Statement = {
  name: 'simulated_bank_refuse_refund',
  text: `
INSERT INTO simulated_bank.refunds AS r
  (account, reference, charge_reference, merchant_id, amount, currency, status, ready_at, decline_reason, bank_reference)
VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8::float8 * interval '1 ms', $9, $10)
ON CONFLICT (account, reference) DO NOTHING
RETURNING ${REFUND}`,
};

/** Fails a refund that was processed: the charge has the money again. No row unless both are as they must be. */
export const TAKE_BACK_REFUND: Statement = {
  name: 'simulated_bank_take_back_refund',
  text: `
WITH held AS (
  SELECT r.account, r.reference, r.charge_reference, r.merchant_id, r.amount, r.currency
  FROM simulated_bank.refunds r
  JOIN simulated_bank.charges c ON c.account = r.account AND c.reference = r.charge_reference
  WHERE r.account = $1 AND r.reference = $2 AND r.status = 'approved' AND r.ready_at <= clock_timestamp()
    AND c.status = 'approved'
  FOR NO KEY UPDATE
), returned AS (
  UPDATE simulated_bank.charges c
  SET refunded_amount = c.refunded_amount - held.amount, version = c.version + 1, updated_at = clock_timestamp()
  FROM held WHERE c.account = held.account AND c.reference = held.charge_reference
), booked AS (
  INSERT INTO simulated_bank.ledger (account, charge_reference, kind, reference, merchant_id, amount, currency)
  SELECT account, charge_reference, 'refund_failed', reference, merchant_id, amount, currency FROM held
)
UPDATE simulated_bank.refunds r SET status = 'declined', decline_reason = 'refund_declined'
FROM held WHERE r.account = held.account AND r.reference = held.reference
RETURNING ${REFUND}`,
};
