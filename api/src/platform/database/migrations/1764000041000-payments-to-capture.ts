import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the few payments that wait for a capture, for a merchant's queue status. In the index by status they are among all
 * successful payments. Payments that are captured automatically never enter this index.
 */
export class PaymentsToCapture1764000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payments_to_capture ON payments (merchant_id, due_at)
      WHERE status = 'success' AND due_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_to_capture');
  }
}
