import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the payments that are approved and not captured. Of an order with automatic capture no payment is ever in it. */
export class AuthorizedPayments1764000110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payments_authorized ON payments (merchant_id, id)
      WHERE status = 'success' AND NOT captured`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_authorized');
  }
}
