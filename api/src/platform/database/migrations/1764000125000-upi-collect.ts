import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a merchant takes UPI collect. Existing merchants keep it; live merchants created from now on start without. */
export class UpiCollect1764000125000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE merchants ADD COLUMN upi_collect boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE merchants DROP COLUMN upi_collect');
  }
}
