import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What lists are searched by, in lower case, one row per term and object. An id sorts by time, so the rows of one term are
 * in the order of creation. `search_progress` has the position of each scan that fills the table.
 */
export class SearchTerms1764000185000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE search_terms (
      merchant_id uuid NOT NULL,
      kind text COLLATE "C" NOT NULL CHECK (kind IN ('order', 'payment')),
      term text COLLATE pg_c_utf8 NOT NULL CHECK (length(term) BETWEEN 1 AND 255),
      object_id text COLLATE "C" NOT NULL,
      PRIMARY KEY (merchant_id, kind, term, object_id)
    )`);
    await runner.query(`CREATE TABLE search_progress (
      scan text PRIMARY KEY,
      position text COLLATE "C" NOT NULL
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE search_progress; DROP TABLE search_terms');
  }
}
