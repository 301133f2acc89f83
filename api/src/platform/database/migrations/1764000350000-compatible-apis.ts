import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a live merchant's keys work in the forms of Razorpay's and Stripe's APIs. Those of test merchants always do. */
export class CompatibleApis1764000350000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE merchants ADD COLUMN compatible_apis boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE merchants DROP COLUMN compatible_apis');
  }
}
