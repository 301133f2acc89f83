import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of refunds and payment links are searched by terms too. The sweeper reads new refunds in the order of their ids. */
export class SearchOfPeople1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE search_terms DROP CONSTRAINT search_terms_kind_check, ADD CONSTRAINT search_terms_kind
        CHECK (kind IN ('order', 'payment', 'refund', 'payment_link')) NOT VALID;
      CREATE INDEX refunds_id ON refunds (id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX refunds_id;
      DELETE FROM search_terms WHERE kind NOT IN ('order', 'payment');
      ALTER TABLE search_terms DROP CONSTRAINT search_terms_kind, ADD CONSTRAINT search_terms_kind_check
        CHECK (kind IN ('order', 'payment'))`);
  }
}
