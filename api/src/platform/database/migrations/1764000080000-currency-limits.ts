import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The limits of an amount differ by currency (common/currency.ts); the table keeps the widest. Wider than the constraint
 * before, so no row has to be checked again: NOT VALID spares the scan under the lock, and new rows are judged all the same.
 */
export class CurrencyLimits1764000080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders DROP CONSTRAINT orders_amount_check,
      ADD CONSTRAINT orders_amount_check CHECK (amount BETWEEN 1 AND 9999999999999) NOT VALID`);
  }

  /** Rows outside the limits of before may stay, since none is checked. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders DROP CONSTRAINT orders_amount_check,
      ADD CONSTRAINT orders_amount_check CHECK (amount BETWEEN 100 AND 99999999999) NOT VALID`);
  }
}
