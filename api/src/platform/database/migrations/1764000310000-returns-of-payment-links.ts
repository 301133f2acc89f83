import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `customer`: the payer's name, email and contact, copied to the link's orders. `return_key`: the API key whose secret signs
 * the return of an API whose clients verify it with that; null: the return is signed as every order's.
 */
export class ReturnsOfPaymentLinks1764000310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payment_links
        ADD COLUMN customer json,
        ADD COLUMN return_url text CHECK (length(return_url) <= 2048),
        ADD COLUMN return_key text COLLATE "C"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE payment_links DROP COLUMN customer, DROP COLUMN return_url, DROP COLUMN return_key',
    );
  }
}
