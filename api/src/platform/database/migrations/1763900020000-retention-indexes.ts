import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes by which housekeeping finds expired rows. */
export class RetentionIndexes1763900020000 implements MigrationInterface {
  name = 'Forgetting1763900020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX login_failures_age ON login_failures (failed_at)');
    await runner.query('CREATE INDEX invites_expiry ON invites (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX login_failures_age, invites_expiry');
  }
}
