import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Servers record that they are alive, as workers do; both with the generation of their code (generations.sql.ts). */
export class ProcessesBeat1764000320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workers ADD COLUMN generation int NOT NULL DEFAULT 0;
      CREATE TABLE servers (
        id text PRIMARY KEY,
        generation int NOT NULL DEFAULT 0,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE servers; ALTER TABLE workers DROP COLUMN generation');
  }
}
