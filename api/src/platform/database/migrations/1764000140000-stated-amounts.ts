import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Charges: what the acquirer states about the money, the number in the idempotency keys, and pages of the acquirer. A
 * payment on such a page has no method until the acquirer tells it, and then any. Workers of the version before write
 * none of it. The wider checks are not validated: every old row satisfies them, and a scan would hold up the table.
 */
const CHARGES = `
ALTER TABLE charges ADD COLUMN key_number int NOT NULL DEFAULT 1, ADD COLUMN answered boolean NOT NULL DEFAULT false,
  ADD COLUMN stated_amount bigint, ADD COLUMN stated_currency text, ADD COLUMN stated_captured bigint,
  ADD COLUMN page_expires_at timestamptz;
ALTER TABLE charges DROP CONSTRAINT charges_cancel_cause_check;
ALTER TABLE charges ADD CONSTRAINT charges_cancel_cause_check CHECK (cancel_cause IN
  ('requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered', 'capture_declined')) NOT VALID;
DROP TRIGGER charges_moves ON charges;
CREATE TRIGGER charges_moves BEFORE UPDATE OF status ON charges FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('open>approved', 'open>failed', 'open>closed', 'open>reversing', 'approved>closed',
    'approved>reversing', 'failed>reversing', 'closed>reversing', 'reversing>reversed');`;

const PAYMENTS = `
ALTER TABLE payments ALTER COLUMN method DROP NOT NULL, DROP CONSTRAINT payments_method_check,
  DROP CONSTRAINT payments_flow_check;
ALTER TABLE payments ADD CONSTRAINT payments_method_check CHECK (method IS NOT NULL OR flow = 'redirect') NOT VALID;
ALTER TABLE payments ADD CONSTRAINT payments_flow_check CHECK (flow IN ('collect', 'intent', 'redirect')) NOT VALID;`;

const REFUNDS = `
ALTER TABLE refunds ADD COLUMN key_number int NOT NULL DEFAULT 1, ADD COLUMN answered boolean NOT NULL DEFAULT false;`;

export class StatedAmounts1764000140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [CHARGES, PAYMENTS, REFUNDS]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE refunds DROP COLUMN key_number, DROP COLUMN answered;
      ALTER TABLE charges DROP COLUMN key_number, DROP COLUMN answered, DROP COLUMN stated_amount,
        DROP COLUMN stated_currency, DROP COLUMN stated_captured, DROP COLUMN page_expires_at`);
  }
}
