import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The URL for shoppers who cancel, and the merchant's secret that signs returns, which is created when first needed. */
export class Returns1764000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE orders ADD COLUMN cancel_url text');
    await runner.query('ALTER TABLE merchants ADD COLUMN return_secret_cipher text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE merchants DROP COLUMN return_secret_cipher');
    await runner.query('ALTER TABLE orders DROP COLUMN cancel_url');
  }
}
