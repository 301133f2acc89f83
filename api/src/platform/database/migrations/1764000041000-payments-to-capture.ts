import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payments that wait for a capture are few, and the index by status has them among all that succeeded: a merchant's queue
 * status finds them here. Payments that are captured at once are never in it.
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
