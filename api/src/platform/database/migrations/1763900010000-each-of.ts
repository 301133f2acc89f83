import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The rows of a statement that creates several. VOLATILE and STRICT prevent inlining, so that the planner uses ROWS 1.
 * With the 100 rows estimated for json_array_elements, a plan made while a table is small would scan the table, and be
 * kept when it is large.
 */
const EACH_OF = `
CREATE FUNCTION each_of(json) RETURNS SETOF json LANGUAGE sql VOLATILE STRICT ROWS 1 AS
$$ SELECT * FROM json_array_elements($1) $$`;

export class EachOf1763900010000 implements MigrationInterface {
  name = 'GatheredWrites1763900010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EACH_OF);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION each_of(json)');
  }
}
