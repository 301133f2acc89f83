import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The limits of an amount depend on the currency (platform/currency.ts); the constraint holds the widest ones. It is wider
 * than the previous constraint, so existing rows need no check: NOT VALID avoids the scan under the lock, and new rows are
 * still checked.
 */
export class CurrencyLimits1764000080000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders DROP CONSTRAINT orders_amount_check,
      ADD CONSTRAINT orders_amount_check CHECK (amount BETWEEN 1 AND 9999999999999) NOT VALID`);
  }

  /** Existing rows outside the previous limits stay: NOT VALID does not check them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE orders DROP CONSTRAINT orders_amount_check,
      ADD CONSTRAINT orders_amount_check CHECK (amount BETWEEN 100 AND 99999999999) NOT VALID`);
  }
}
