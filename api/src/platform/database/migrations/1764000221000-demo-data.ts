import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The merchants whose demo data is written: it is never written again. */
export class DemoData1764000221000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE demo_data (
      merchant_id uuid PRIMARY KEY REFERENCES merchants,
      written_at timestamptz NOT NULL DEFAULT now()
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE demo_data');
  }
}
