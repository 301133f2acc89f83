import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Operators of the installation, live merchants that wait for activation (`activated_at` is null), the creator of each
 * merchant, key and invite, and the actor who may see the secret of a stored response again. Existing rows count as
 * activated and have no creator.
 */
export class Accounts1764000030000 implements MigrationInterface {
  name = 'Accounts1764000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN operator boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE merchants ADD COLUMN activated_at timestamptz DEFAULT now()');
    await runner.query('ALTER TABLE merchants ADD COLUMN created_by uuid REFERENCES users');
    await runner.query('ALTER TABLE api_keys ADD COLUMN created_by uuid REFERENCES users');
    await runner.query('ALTER TABLE invites ADD COLUMN created_by uuid REFERENCES users');
    await runner.query('ALTER TABLE idempotency_keys ADD COLUMN made_by text');
    await runner.query('CREATE INDEX users_operators ON users (operator)');
    await runner.query('CREATE INDEX merchants_created_by ON merchants (created_by, mode)');
    await runner.query(OPERATOR_LOG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE operator_log');
    await runner.query('DROP INDEX merchants_created_by');
    await runner.query('DROP INDEX users_operators');
    await runner.query('ALTER TABLE idempotency_keys DROP COLUMN made_by');
    await runner.query('ALTER TABLE invites DROP COLUMN created_by');
    await runner.query('ALTER TABLE api_keys DROP COLUMN created_by');
    await runner.query('ALTER TABLE merchants DROP COLUMN created_by, DROP COLUMN activated_at');
    await runner.query('ALTER TABLE users DROP COLUMN operator');
  }
}

/** Actions of operators with the admin command. They belong to no merchant. */
const OPERATOR_LOG = `
CREATE TABLE operator_log (
  id uuid PRIMARY KEY DEFAULT uuidv7(),
  actor text NOT NULL,
  action text NOT NULL,
  object_id text NOT NULL,
  detail json,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TRIGGER operator_log_append_only BEFORE UPDATE OR DELETE ON operator_log FOR EACH ROW
  EXECUTE FUNCTION append_only();`;
