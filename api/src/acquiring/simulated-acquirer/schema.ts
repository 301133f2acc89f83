/**
 * The acquirer's schema. It is sent as one message and so runs in one transaction. The lock serialises processes that
 * start at the same time: IF NOT EXISTS alone does not. `ledger` is append-only and holds every movement of money.
 * A primary key begins with the reference, so that a look-up without the account needs no scan.
 */
export const CREATE_SCHEMA = `
SELECT pg_advisory_xact_lock(hashtext('simulated_bank'));

CREATE SCHEMA IF NOT EXISTS simulated_bank;

CREATE TABLE IF NOT EXISTS simulated_bank.charges (
  account text COLLATE "C" NOT NULL DEFAULT 'default',
  reference text COLLATE "C" NOT NULL,
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
  PRIMARY KEY (reference, account),
  CHECK (captured_amount BETWEEN 0 AND amount),
  CHECK (refunded_amount >= 0 AND reversed_amount >= 0 AND refunded_amount + reversed_amount <= captured_amount),
  CHECK (captured_amount = 0 OR status = 'approved'
    OR (status = 'cancelled' AND refunded_amount + reversed_amount = captured_amount)),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS simulated_bank.refunds (
  account text COLLATE "C" NOT NULL DEFAULT 'default',
  reference text COLLATE "C" NOT NULL,
  charge_reference text COLLATE "C" NOT NULL DEFAULT '',
  merchant_id text NOT NULL DEFAULT '',
  amount bigint NOT NULL DEFAULT 0,
  currency text NOT NULL DEFAULT '',
  status text NOT NULL CHECK (status IN ('approved', 'declined', 'cancelled')),
  ready_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  bank_reference text NOT NULL,
  decline_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reference, account),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS simulated_bank.ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account text COLLATE "C" NOT NULL DEFAULT 'default',
  charge_reference text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  reference text COLLATE "C" NOT NULL,
  merchant_id text NOT NULL,
  amount bigint NOT NULL,
  currency text NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (charge_reference, kind, reference, account)
);

-- Tables of the release before, which had one account. Their keys stay: its processes use them until they are stopped.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = 'simulated_bank.charges'::regclass AND attname = 'account' AND NOT attisdropped) THEN
    RETURN;
  END IF;
  ALTER TABLE simulated_bank.charges ADD COLUMN account text COLLATE "C" NOT NULL DEFAULT 'default',
    ADD UNIQUE (reference, account);
  ALTER TABLE simulated_bank.refunds ADD COLUMN account text COLLATE "C" NOT NULL DEFAULT 'default',
    ADD UNIQUE (reference, account);
  ALTER TABLE simulated_bank.ledger ADD COLUMN account text COLLATE "C" NOT NULL DEFAULT 'default',
    ADD UNIQUE (charge_reference, kind, reference, account);
END
$$;

-- The hash of a key is its identity: the key itself is shown once. The secret signs notifications, so it is readable.
CREATE TABLE IF NOT EXISTS simulated_bank.api_keys (
  key_hash text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL UNIQUE,
  settings jsonb NOT NULL DEFAULT '{}',
  notification_url text,
  notification_secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS simulated_bank.idempotency_keys (
  account text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  fingerprint text NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (account, key)
);

CREATE TABLE IF NOT EXISTS simulated_bank.pages (
  id text COLLATE "C" PRIMARY KEY,
  account text COLLATE "C" NOT NULL,
  reference text COLLATE "C" NOT NULL,
  merchant_id text NOT NULL,
  merchant_label text NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  currency text NOT NULL,
  methods text[] NOT NULL,
  capture text NOT NULL CHECK (capture IN ('automatic', 'manual')),
  return_url text NOT NULL,
  expires_at timestamptz NOT NULL,
  closed_at timestamptz,
  attempt_count integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (reference, account)
);

-- Columns that came later. A process of an earlier release goes on without them.
ALTER TABLE simulated_bank.charges ADD COLUMN IF NOT EXISTS disputed_amount bigint NOT NULL DEFAULT 0
  CHECK (disputed_amount >= 0);
ALTER TABLE simulated_bank.charges ADD COLUMN IF NOT EXISTS proof text CHECK (proof IN ('no_charge', 'attempt_begun'));
ALTER TABLE simulated_bank.charges ADD COLUMN IF NOT EXISTS notification_url text;
ALTER TABLE simulated_bank.pages ADD COLUMN IF NOT EXISTS notification_url text;
ALTER TABLE simulated_bank.pages ADD COLUMN IF NOT EXISTS kind text NOT NULL DEFAULT 'page'
  CHECK (kind IN ('page', 'challenge'));

-- The ledger's checks had no names of ours, and did not know a refund that fails after it was processed.
DO $$
DECLARE old record;
BEGIN
  IF EXISTS (SELECT FROM pg_constraint
      WHERE conrelid = 'simulated_bank.ledger'::regclass AND conname = 'ledger_kinds_and_signs') THEN
    RETURN;
  END IF;
  FOR old IN SELECT conname FROM pg_constraint WHERE conrelid = 'simulated_bank.ledger'::regclass AND contype = 'c' LOOP
    EXECUTE format('ALTER TABLE simulated_bank.ledger DROP CONSTRAINT %I', old.conname);
  END LOOP;
  ALTER TABLE simulated_bank.ledger ADD CONSTRAINT ledger_kinds_and_signs
    CHECK ((kind IN ('capture', 'refund_failed') AND amount > 0) OR (kind IN ('refund', 'reversal') AND amount < 0));
END
$$;

CREATE TABLE IF NOT EXISTS simulated_bank.page_attempts (
  page_id text COLLATE "C" NOT NULL REFERENCES simulated_bank.pages,
  number integer NOT NULL,
  instrument text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'approved', 'declined')),
  decline_reason text,
  began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  PRIMARY KEY (page_id, number),
  CHECK ((status = 'declined') = (decline_reason IS NOT NULL)),
  CHECK ((status = 'open') = (ended_at IS NULL))
);
`;

/**
 * Checks the table and a column that came last: a role that may not create tables must not run CREATE_SCHEMA. A role without
 * rights on the schema sees no table.
 */
export const IS_COMPLETE = `
SELECT to_regclass('simulated_bank.page_attempts') IS NOT NULL AND EXISTS (
  SELECT FROM pg_attribute
  WHERE attrelid = to_regclass('simulated_bank.pages') AND attname = 'kind' AND NOT attisdropped
) AS complete`;
