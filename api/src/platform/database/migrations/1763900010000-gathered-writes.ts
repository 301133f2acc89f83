import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The rows of a create that carries several. Volatile and strict, so that it is not inlined and its one row is what the
 * planner believes: planned for the hundred of json_array_elements, a plan made while a table is small would scan it when
 * it is not.
 */
const EACH_OF = `
CREATE FUNCTION each_of(json) RETURNS SETOF json LANGUAGE sql VOLATILE STRICT ROWS 1 AS
$$ SELECT * FROM json_array_elements($1) $$`;

export class GatheredWrites1763900010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EACH_OF);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION each_of(json)');
  }
}
