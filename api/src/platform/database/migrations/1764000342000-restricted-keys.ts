import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * API keys that work from some addresses only, that end by themselves, and the address that used a key last.
 * `lifetime_seconds`: as chosen at creation, so that a rolled key has the same.
 */
export class RestrictedKeys1764000342000 implements MigrationInterface {
  name = 'RestrictedKeys1764000342000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_keys ADD COLUMN allowed_ips text[]');
    await runner.query('ALTER TABLE api_keys ADD COLUMN lifetime_seconds int');
    await runner.query('ALTER TABLE api_keys ADD COLUMN last_used_address text');
    await runner.query('CREATE INDEX api_keys_ending ON api_keys (expires_at) WHERE lifetime_seconds IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX api_keys_ending');
    await runner.query(
      'ALTER TABLE api_keys DROP COLUMN last_used_address, DROP COLUMN lifetime_seconds, DROP COLUMN allowed_ips',
    );
  }
}
