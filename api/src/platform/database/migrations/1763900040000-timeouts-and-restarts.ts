import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Consecutive timeouts of the bank (`silences`: the back-off grows with them), a requested restart of a delivery that a
 * worker holds (`again`), and an index of the undecided payments of a shopper's address, which count as possible card
 * testing.
 */
export class TimeoutsAndRestarts1763900040000 implements MigrationInterface {
  name = 'KeptWishes1763900040000';

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
