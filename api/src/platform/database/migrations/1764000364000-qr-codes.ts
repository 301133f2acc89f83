import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payment links that Razorpay's façade made as QR codes: it lists them apart from the other links. */
export class QrCodes1764000364000 implements MigrationInterface {
  name = 'QrCodes1764000364000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payment_links_qr_codes ON payment_links (merchant_id, id)
      WHERE (notes->'_razorpay'->'qr_code') IS NOT NULL`);
    // Without statistics the planner expects that nearly all links are QR codes, and walks the primary key.
    await runner.query(`CREATE STATISTICS payment_links_qr_code ON (notes->'_razorpay'->'qr_code') FROM payment_links`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP STATISTICS payment_links_qr_code');
    await runner.query('DROP INDEX payment_links_qr_codes');
  }
}
