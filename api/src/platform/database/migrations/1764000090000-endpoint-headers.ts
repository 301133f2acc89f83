import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Headers that a merchant adds to deliveries: the names in clear text, names and values as one sealed JSON text. */
export class EndpointHeaders1764000090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_endpoints ADD COLUMN headers_cipher text');
    await runner.query(`ALTER TABLE webhook_endpoints ADD COLUMN header_names text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_endpoints DROP COLUMN header_names, DROP COLUMN headers_cipher');
  }
}
