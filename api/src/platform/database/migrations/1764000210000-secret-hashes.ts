import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds an API key by the hash of its secret, for clients that send the secret alone. */
export class SecretHashes1764000210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX api_keys_secret_hash ON api_keys (secret_hash)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX api_keys_secret_hash');
  }
}
