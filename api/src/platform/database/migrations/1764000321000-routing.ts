import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Routing rules of merchants, the health of their accounts, and on each charge why its account was chosen. `method` of a
 * health is `page` for payments on a page of the acquirer.
 */
const TABLES = `
CREATE TABLE routing_rules (
  merchant_id uuid PRIMARY KEY REFERENCES merchants,
  rules json NOT NULL,
  retry_elsewhere text[],
  version int NOT NULL DEFAULT 1,
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE account_health (
  merchant_id uuid NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  method text NOT NULL,
  score float8 NOT NULL DEFAULT 1 CHECK (score BETWEEN 0 AND 1),
  attempts bigint NOT NULL DEFAULT 0,
  trips int NOT NULL DEFAULT 0,
  passed_over_until timestamptz,
  trial_until timestamptz,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (merchant_id, account_id, method)
);
ALTER TABLE charges ADD COLUMN route json;`;

/** `elsewhere`: the shopper asks for the page of another acquirer. Every former value stays allowed. */
const CAUSES = `
ALTER TABLE charges DROP CONSTRAINT charges_cancel_cause_check, ADD CONSTRAINT charges_cancel_cause_check
  CHECK (cancel_cause IN ('requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered', 'capture_declined',
    'elsewhere')) NOT VALID;`;

export class Routing1764000321000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [TABLES, CAUSES]) await runner.query(statements);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE charges SET cancel_cause = 'requested' WHERE cancel_cause = 'elsewhere';
      ALTER TABLE charges DROP CONSTRAINT charges_cancel_cause_check, ADD CONSTRAINT charges_cancel_cause_check
        CHECK (cancel_cause IN ('requested', 'superseded', 'action_expired', 'capture_expired', 'unanswered',
          'capture_declined')) NOT VALID;
      ALTER TABLE charges DROP COLUMN route;
      DROP TABLE account_health;
      DROP TABLE routing_rules`);
  }
}
