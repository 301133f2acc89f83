/**
 * The bank's own schema. It is sent as one message and so runs in one transaction. The lock serialises processes that
 * start at the same time: IF NOT EXISTS alone does not. `ledger` is append-only and holds every movement of money.
 * `reference` is the only unique key of its table, because ON CONFLICT (reference) raises an error for any other.
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

/** Checks the table that is created last: a role that may not create tables must not run CREATE_SCHEMA. */
export const IS_THERE = `SELECT to_regclass('simulated_bank.ledger') IS NOT NULL AS there`;
