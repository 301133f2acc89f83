import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often in a row the bank was silent (waits grow with it; the fence is no counter), the wish for a new round of a
 * delivery that a worker holds, and the undecided payments of a shopper's address, which count against card testing.
 */
export class KeptWishes1763900040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments ADD COLUMN silences int NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE refunds ADD COLUMN silences int NOT NULL DEFAULT 0');
    await runner.query('ALTER TABLE webhook_logs ADD COLUMN again boolean NOT NULL DEFAULT false');
    await runner.query(`CREATE INDEX payments_undecided ON payments (merchant_id, shopper, created_at)
      WHERE shopper IS NOT NULL AND status IN ('pending', 'processing')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_undecided');
    await runner.query('ALTER TABLE webhook_logs DROP COLUMN again');
    await runner.query('ALTER TABLE refunds DROP COLUMN silences');
    await runner.query('ALTER TABLE payments DROP COLUMN silences');
  }
}
