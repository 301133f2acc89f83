import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Further payments on the page of a charge, which are to be given back: the charge is due until they are. */
export class SurplusPayments1764000360000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE charges ADD COLUMN surplus json, ADD COLUMN surplus_tries int NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE charges DROP COLUMN surplus, DROP COLUMN surplus_tries');
  }
}
