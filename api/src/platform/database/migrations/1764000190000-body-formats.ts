import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The form of the bodies that a webhook endpoint receives. Workers of the version before send their own form to all. */
export class BodyFormats1764000190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE webhook_endpoints ADD COLUMN format text NOT NULL DEFAULT 'native'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_endpoints DROP COLUMN format');
  }
}
