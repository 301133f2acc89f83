import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `mail_receipts_since`: from then on every captured payment whose payer's email is known gets a receipt by mail; null:
 * none does. `receipt_mail_progress` has one row: captures before its time are done.
 */
const RECEIPTS = `
ALTER TABLE merchants ADD COLUMN mail_receipts_since timestamptz;
CREATE INDEX merchants_mail_receipts ON merchants (mail_receipts_since) WHERE mail_receipts_since IS NOT NULL;
CREATE TABLE receipt_mail_progress (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  as_of timestamptz NOT NULL DEFAULT now()
);
INSERT INTO receipt_mail_progress DEFAULT VALUES;
CREATE INDEX mails_receipts ON mails (merchant_id, object_id) WHERE kind = 'receipt';
CREATE INDEX mails_receipts_to ON mails (lower(recipient), created_at) WHERE kind = 'receipt'`;

/** Receipts by mail, to payers. */
export class ReceiptMails1764000201000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RECEIPTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX mails_receipts_to;
      DROP INDEX mails_receipts;
      DROP TABLE receipt_mail_progress;
      ALTER TABLE merchants DROP COLUMN mail_receipts_since`);
  }
}
