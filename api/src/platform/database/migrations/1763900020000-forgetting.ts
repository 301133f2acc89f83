import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is forgotten after a time is found by that time, however many rows a season of guessing has left. */
export class Forgetting1763900020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX login_failures_age ON login_failures (failed_at)');
    await runner.query('CREATE INDEX invites_expiry ON invites (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX login_failures_age, invites_expiry');
  }
}
