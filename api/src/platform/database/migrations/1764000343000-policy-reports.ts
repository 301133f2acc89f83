import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Violations of the checkout's content security policy, as browsers report them: one row per directive, blocked address
 * and source. Addresses are stored without query, because that names the order.
 */
export class PolicyReports1764000343000 implements MigrationInterface {
  name = 'PolicyReports1764000343000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(REPORTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE policy_reports');
  }
}

const REPORTS = `
CREATE TABLE policy_reports (
  directive text NOT NULL,
  blocked text NOT NULL,
  source text NOT NULL,
  page text NOT NULL,
  line int,
  count bigint NOT NULL DEFAULT 1,
  seen_at timestamptz NOT NULL DEFAULT now(),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (directive, blocked, source)
);
CREATE INDEX policy_reports_seen ON policy_reports (seen_at);`;
