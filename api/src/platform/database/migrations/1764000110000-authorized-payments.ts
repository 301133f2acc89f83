import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finds the payments that are approved and not captured. With automatic capture no payment is ever in this index. Taken
 * by themselves both conditions fit many rows, so without the statistics of the pair the planner expects to meet some
 * soon on any walk, and reads the whole table where there are none.
 */
export class AuthorizedPayments1764000110000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payments_authorized ON payments (merchant_id, id)
      WHERE status = 'success' AND NOT captured`);
    await runner.query('CREATE STATISTICS payments_captured (mcv) ON status, captured FROM payments');
    // A table that is analysed while it is empty keeps plans for an empty one.
    const rows = (await runner.query('SELECT 1 FROM payments LIMIT 1')) as unknown[];
    if (rows.length > 0) await runner.query('ANALYZE payments');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP STATISTICS payments_captured');
    await runner.query('DROP INDEX payments_authorized');
  }
}
