/**
 * The bank's own schema. Sent as one message, so it is one transaction; the lock lets two processes that boot at once
 * take turns, since IF NOT EXISTS alone does not. `ledger` is append-only and holds every movement of money.
 * A reference is the only key of its table: ON CONFLICT (reference) would raise an error over any other.
 */
export const CREATE_SCHEMA = `
SELECT pg_advisory_xact_lock(hashtext('simulated_bank'));

CREATE SCHEMA IF NOT EXISTS simulated_bank;

CREATE TABLE IF NOT EXISTS simulated_bank.charges (
  reference text COLLATE "C" PRIMARY KEY,
  merchant_id text NOT NULL DEFAULT '',
  amount bigint NOT NULL DEFAULT 0,
  currency text NOT NULL DEFAULT '',
  capture text NOT NULL DEFAULT 'automatic' CHECK (capture IN ('automatic', 'manual')),
  instrument text NOT NULL DEFAULT '',
  outcome text NOT NULL DEFAULT 'success',
  status text NOT NULL CHECK (status IN ('pending', 'requires_action', 'approved', 'declined', 'cancelled')),
  ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  otp_attempts_left integer NOT NULL DEFAULT 0 CHECK (otp_attempts_left >= 0),
  captured_amount bigint NOT NULL DEFAULT 0,
  refunded_amount bigint NOT NULL DEFAULT 0,
  reversed_amount bigint NOT NULL DEFAULT 0,
  bank_reference text NOT NULL,
  decline_reason text,
  charge_calls integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (captured_amount BETWEEN 0 AND amount),
  CHECK (refunded_amount >= 0 AND reversed_amount >= 0 AND refunded_amount + reversed_amount <= captured_amount),
  CHECK (captured_amount = 0 OR status = 'approved'
    OR (status = 'cancelled' AND refunded_amount + reversed_amount = captured_amount)),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS simulated_bank.refunds (
  reference text COLLATE "C" PRIMARY KEY,
  charge_reference text COLLATE "C" NOT NULL DEFAULT '',
  merchant_id text NOT NULL DEFAULT '',
  amount bigint NOT NULL DEFAULT 0,
  currency text NOT NULL DEFAULT '',
  status text NOT NULL CHECK (status IN ('approved', 'declined', 'cancelled')),
  ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  bank_reference text NOT NULL,
  decline_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS simulated_bank.ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  charge_reference text COLLATE "C" NOT NULL,
  kind text NOT NULL CHECK (kind IN ('capture', 'refund', 'reversal')),
  reference text COLLATE "C" NOT NULL,
  merchant_id text NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0 AND (amount > 0) = (kind = 'capture')),
  currency text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (charge_reference, kind, reference)
);
`;

/** The table that is created last: a role that may only read and write rows must not try to create any. */
export const IS_THERE = `SELECT to_regclass('simulated_bank.ledger') IS NOT NULL AS there`;
