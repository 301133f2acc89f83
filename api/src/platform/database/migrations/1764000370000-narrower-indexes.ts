import type { MigrationInterface, QueryRunner } from 'typeorm';

const RECEIPT = 'lower(receipt COLLATE pg_c_utf8)';
const VPA = 'lower(vpa COLLATE pg_c_utf8)';
const LOG_SUMMARY = `request_logs USING brin (request_id text_bloom_ops) WITH (pages_per_range = 32, autosummarize = on)`;
const REFERENCE = 'payments (merchant_id, connector, connector_reference) WHERE connector_reference IS NOT NULL';

/** An index and what it replaces, each with its name. */
const REPLACED = [
  // Most rows have one of these values: the primary key finds them.
  [
    ...[
      'events_seldom',
      `stored_events (merchant_id, type, id) WHERE type NOT IN ('payment.created', 'payment.pending')`,
    ],
    ...['events_type', 'stored_events (merchant_id, type, id)'],
  ],
  [
    ...['orders_unpaid', `orders (merchant_id, status, id) WHERE status <> 'paid'`],
    ...['orders_status', 'orders (merchant_id, status, id)'],
  ],
  [
    ...['payments_unsuccessful', `payments (merchant_id, status, id) WHERE status <> 'success'`],
    ...['payments_status', 'payments (merchant_id, status, id)'],
  ],
  [
    ...['webhook_logs_unsuccessful', `webhook_logs (merchant_id, status, id) WHERE status <> 'success'`],
    ...['webhook_logs_status', 'webhook_logs (merchant_id, status, id)'],
  ],
  // The rows of one value are few: they are sorted when they are read.
  [
    ...['orders_receipts', `orders (merchant_id, ${RECEIPT}) WHERE receipt IS NOT NULL`],
    ...['orders_receipt_start', `orders (merchant_id, ${RECEIPT}, id) WHERE receipt IS NOT NULL`],
  ],
  [
    ...['payments_of_order', 'payments (merchant_id, order_id)'],
    ...['payments_order', 'payments (merchant_id, order_id, id)'],
  ],
  [
    ...['payments_vpas', `payments (merchant_id, ${VPA}) WHERE vpa IS NOT NULL`],
    ...['payments_vpa_start', `payments (merchant_id, ${VPA}, id) WHERE vpa IS NOT NULL`],
  ],
  [
    ...['charges_of_payment', 'charges (merchant_id, payment_id)'],
    ...['charges_payment', 'charges (merchant_id, payment_id, id)'],
  ],
  // The id of a request is looked up seldom: a summary of each part of the log is enough.
  ['request_logs_summary', LOG_SUMMARY, 'request_logs_request', 'request_logs (merchant_id, request_id)'],
] as const;

/** The part that is being written has no summary: otherwise each row in it would write the summary again. */
const WITHOUT_LAST_PART = `SELECT brin_desummarize_range('request_logs_summary',
  greatest(pg_relation_size('request_logs') / current_setting('block_size')::int - 1, 0))`;

/**
 * Fewer and smaller index entries for each payment. The previous version has an index for each of its conditions meanwhile,
 * or finds the rows in the primary key. The key of `charge_ids` ensures that a reference names one payment. It does not run in
 * one transaction, so that writes to a table wait for one index at a time, and may be repeated after an interruption.
 */
export class NarrowerIndexes1764000370000 implements MigrationInterface {
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, on, before] of REPLACED) {
      await runner.query(`CREATE INDEX IF NOT EXISTS ${name} ON ${on}`);
      await runner.query(`DROP INDEX IF EXISTS ${before}`);
    }
    await runner.query(WITHOUT_LAST_PART);
    await runner.query('DROP INDEX IF EXISTS payments_connector_reference');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE UNIQUE INDEX payments_connector_reference ON ${REFERENCE}`);
    for (const [name, , before, on] of REPLACED) {
      await runner.query(`CREATE INDEX ${before} ON ${on}`);
      await runner.query(`DROP INDEX ${name}`);
    }
  }
}
