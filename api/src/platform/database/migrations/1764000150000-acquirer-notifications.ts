import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notifications by what they name, without their bodies. `due_at`: one without a match is matched again then. */
const NOTIFICATIONS = `
CREATE TABLE connector_notifications (
  merchant_id uuid NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  body_hash text COLLATE "C" NOT NULL,
  event_id text COLLATE "C",
  type text NOT NULL,
  ids json NOT NULL,
  charge_reference text COLLATE "C",
  refund_reference text COLLATE "C",
  received_at timestamptz NOT NULL DEFAULT now(),
  matched_at timestamptz,
  due_at timestamptz,
  PRIMARY KEY (merchant_id, account_id, body_hash)
);
CREATE UNIQUE INDEX connector_notifications_event ON connector_notifications (merchant_id, account_id, event_id)
  WHERE event_id IS NOT NULL;
CREATE INDEX connector_notifications_due ON connector_notifications (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX connector_notifications_received ON connector_notifications (received_at);
CREATE INDEX connector_accounts_id ON connector_accounts (id);`;

/** `asked_at`: when the acquirer was last asked. `sent_at`: when it was first sent under its present key. */
const ROWS = `
ALTER TABLE charges ADD COLUMN asked_at timestamptz;
ALTER TABLE refunds ADD COLUMN asked_at timestamptz, ADD COLUMN wake_seq int NOT NULL DEFAULT 0,
  ADD COLUMN sent_at timestamptz;
CREATE INDEX refunds_undecided ON refunds (created_at) WHERE status = 'processing';
DROP TRIGGER refunds_moves ON refunds;
CREATE TRIGGER refunds_moves BEFORE UPDATE OF status ON refunds FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION allow_only('pending>processing', 'processing>processed', 'processing>failed', 'processed>failed');`;

/** What the acquirer states beyond our own refunds. Both lower what can be refunded. */
const DIFFERENCES = `
ALTER TABLE payments ADD COLUMN amount_disputed bigint NOT NULL DEFAULT 0,
  ADD COLUMN amount_refunded_elsewhere bigint NOT NULL DEFAULT 0;
ALTER TABLE payments ADD CONSTRAINT payments_differences
  CHECK (amount_disputed >= 0 AND amount_refunded_elsewhere >= 0) NOT VALID;`;

/** Notifications of acquirers, and the watch of refunds and captured charges that they wake. */
export class AcquirerNotifications1764000150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [NOTIFICATIONS, ROWS, DIFFERENCES]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments DROP COLUMN amount_disputed, DROP COLUMN amount_refunded_elsewhere;
      DROP TRIGGER refunds_moves ON refunds;
      CREATE TRIGGER refunds_moves BEFORE UPDATE OF status ON refunds FOR EACH ROW
        WHEN (OLD.status IS DISTINCT FROM NEW.status)
        EXECUTE FUNCTION allow_only('pending>processing', 'processing>processed', 'processing>failed');
      DROP INDEX refunds_undecided;
      ALTER TABLE refunds DROP COLUMN asked_at, DROP COLUMN wake_seq, DROP COLUMN sent_at;
      ALTER TABLE charges DROP COLUMN asked_at;
      DROP INDEX connector_accounts_id;
      DROP TABLE connector_notifications`);
  }
}
