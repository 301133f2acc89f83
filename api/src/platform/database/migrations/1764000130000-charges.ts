import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Charges: one row for each try of a payment at one account. A payment that has a charge is never due and is leased for
 * ever, so that a worker of the version before can neither lease it nor act on it; a trigger does the same to its refunds.
 * Open payments of that version are adopted one at a time, when they are due (adoption.queries.ts).
 */
const CHARGES = `
CREATE TABLE charges (
  merchant_id uuid NOT NULL,
  id text COLLATE "C" NOT NULL,
  mode text NOT NULL,
  payment_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  connector text NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'approved', 'failed', 'closed', 'reversing', 'reversed')),
  amount bigint NOT NULL CHECK (amount >= 1),
  currency text NOT NULL,
  amount_captured bigint NOT NULL DEFAULT 0,
  provider_id text,
  fence bigint NOT NULL DEFAULT 0,
  lease_until timestamptz,
  due_at timestamptz,
  send_count int NOT NULL DEFAULT 0,
  consecutive_timeouts int NOT NULL DEFAULT 0,
  wake_seq int NOT NULL DEFAULT 0,
  action_type text,
  action_expires_at timestamptz,
  capture_amount bigint CHECK (capture_amount BETWEEN 1 AND amount),
  cancel_requested_at timestamptz,
  cancel_cause text CHECK (cancel_cause IN
    ('requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered')),
  error_reason text,
  error_description text,
  watch_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (merchant_id, id),
  FOREIGN KEY (merchant_id, payment_id) REFERENCES payments,
  CHECK (amount_captured BETWEEN 0 AND amount),
  CHECK (capture_amount IS NULL OR cancel_requested_at IS NULL)
);
CREATE UNIQUE INDEX charges_current ON charges (merchant_id, payment_id) WHERE status IN ('open', 'approved');
CREATE INDEX charges_payment ON charges (merchant_id, payment_id, id);
CREATE INDEX charges_due ON charges (due_at) WHERE due_at IS NOT NULL;
CREATE TRIGGER charges_moves BEFORE UPDATE OF status ON charges FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('open>approved', 'open>failed', 'open>closed', 'open>reversing', 'approved>closed',
    'failed>reversing', 'closed>reversing', 'reversing>reversed');

CREATE TABLE charge_ids (
  merchant_id uuid NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  id text COLLATE "C" NOT NULL,
  charge_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (merchant_id, account_id, kind, id)
);`;

const PAYMENTS = `
ALTER TABLE payments ADD COLUMN charge_id text COLLATE "C", ADD COLUMN captured_charge_id text COLLATE "C";
DROP TRIGGER payments_moves ON payments;
CREATE TRIGGER payments_moves BEFORE UPDATE OF status ON payments FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('pending>processing', 'pending>failed', 'pending>cancelled', 'pending>expired',
    'processing>requires_action', 'processing>success', 'processing>failed', 'processing>cancelled',
    'processing>expired', 'requires_action>processing', 'requires_action>success', 'requires_action>failed',
    'requires_action>cancelled', 'requires_action>expired', 'success>cancelled');`;

/** `call_due_at` and `call_lease_until` take the place of `due_at` and `lease_until`. */
const REFUNDS = `
ALTER TABLE refunds ADD COLUMN charge_id text COLLATE "C", ADD COLUMN call_due_at timestamptz,
  ADD COLUMN call_lease_until timestamptz;
CREATE INDEX refunds_call_due ON refunds (call_due_at) WHERE call_due_at IS NOT NULL;
CREATE FUNCTION refund_of_charge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  SELECT captured_charge_id INTO NEW.charge_id FROM payments
  WHERE merchant_id = NEW.merchant_id AND id = NEW.payment_id AND charge_id IS NOT NULL;
  IF NEW.charge_id IS NOT NULL THEN
    NEW.call_due_at := NEW.due_at;
    NEW.due_at := NULL;
    NEW.lease_until := 'infinity';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refunds_of_charge BEFORE INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION refund_of_charge();`;

/** `provider_ref`: the acquirer's own id of what was moved, if it is not the charge's. */
const MOVEMENTS = `
ALTER TABLE movements ADD COLUMN charge_id text COLLATE "C", ADD COLUMN provider_ref text;
CREATE UNIQUE INDEX movements_each_once ON movements (merchant_id, payment_id, type, refund_id, charge_id, provider_ref)
  NULLS NOT DISTINCT;
DROP INDEX movements_once;`;

export class Charges1764000130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [CHARGES, PAYMENTS, REFUNDS, MOVEMENTS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNIQUE INDEX movements_once ON movements (merchant_id, payment_id, type, refund_id) NULLS NOT DISTINCT;
      DROP INDEX movements_each_once;
      ALTER TABLE movements DROP COLUMN charge_id, DROP COLUMN provider_ref;
      DROP TRIGGER refunds_of_charge ON refunds;
      DROP FUNCTION refund_of_charge();
      ALTER TABLE refunds DROP COLUMN charge_id, DROP COLUMN call_due_at, DROP COLUMN call_lease_until;
      ALTER TABLE payments DROP COLUMN charge_id, DROP COLUMN captured_charge_id;
      DROP TABLE charge_ids;
      DROP TABLE charges`);
  }
}
