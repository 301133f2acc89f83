import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Table, column of the due time, the index by merchant, and the one that it replaces. */
const INDEXES = [
  ['payments', 'due_at', 'payments_due_by_merchant', 'payments_due'],
  ['charges', 'due_at', 'charges_due_by_merchant', 'charges_due'],
  ['refunds', 'due_at', 'refunds_due_by_merchant', 'refunds_due'],
  ['refunds', 'call_due_at', 'refunds_call_due_by_merchant', 'refunds_call_due'],
] as const;

/**
 * What is due is found merchant by merchant, so that the backlog of one does not hide the others. The previous version
 * reads these indexes whole, which hold only rows with something due.
 */
export class DueByMerchant1764000220000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, index, before] of INDEXES) {
      await runner.query(`CREATE INDEX ${index} ON ${table} (merchant_id, ${column}) WHERE ${column} IS NOT NULL`);
      await runner.query(`DROP INDEX ${before}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column, index, before] of INDEXES) {
      await runner.query(`CREATE INDEX ${before} ON ${table} (${column}) WHERE ${column} IS NOT NULL`);
      await runner.query(`DROP INDEX ${index}`);
    }
  }
}
