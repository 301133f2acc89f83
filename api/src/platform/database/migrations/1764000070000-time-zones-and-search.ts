import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The merchant's time zone, which defines its days; and indexes that find receipts and UPI addresses by their prefix,
 * ignoring case. They replace the indexes on the exact text, so that an order and a payment need as many index entries as
 * before. The previous version finds the exact text without them, more slowly.
 */
export class TimeZonesAndSearch1764000070000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE merchants ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC'`);
    await runner.query(`CREATE INDEX orders_receipt_start ON orders
      (merchant_id, lower(receipt COLLATE pg_c_utf8), id) WHERE receipt IS NOT NULL`);
    await runner.query('DROP INDEX orders_receipt');
    await runner.query(`CREATE INDEX payments_vpa_start ON payments
      (merchant_id, lower(vpa COLLATE pg_c_utf8), id) WHERE vpa IS NOT NULL`);
    await runner.query('DROP INDEX payments_vpa');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX payments_vpa ON payments (merchant_id, vpa, id) WHERE vpa IS NOT NULL');
    await runner.query('DROP INDEX payments_vpa_start');
    await runner.query('CREATE INDEX orders_receipt ON orders (merchant_id, receipt) WHERE receipt IS NOT NULL');
    await runner.query('DROP INDEX orders_receipt_start');
    await runner.query('ALTER TABLE merchants DROP COLUMN time_zone');
  }
}
