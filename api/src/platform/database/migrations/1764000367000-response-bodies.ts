import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The request log holds the bodies of error responses. Those of successes are read from their idempotency keys. */
export class ResponseBodies1764000367000 implements MigrationInterface {
  name = 'ResponseBodies1764000367000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE request_logs ADD COLUMN response_body text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE request_logs DROP COLUMN response_body');
  }
}
