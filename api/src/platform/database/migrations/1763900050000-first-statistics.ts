import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Distinct values per column (n_distinct): a number, or the negative share of the rows. */
const DISTINCT_VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  orders: { merchant_id: 10, id: -1 },
  payments: { merchant_id: 10, id: -1, order_id: -0.9 },
  refunds: { merchant_id: 10, id: -1, payment_id: -0.8 },
  movements: { merchant_id: 10, payment_id: -0.7 },
  events: { merchant_id: 10, id: -1, object_id: -0.4 },
  webhook_endpoints: { merchant_id: -0.5, id: -1 },
  webhook_logs: { merchant_id: 10, id: -1, event_id: -0.7, endpoint_id: 20 },
  webhook_attempts: { merchant_id: 10, webhook_id: -0.8 },
  idempotency_keys: { merchant_id: 10, key: -1, request_hash: -1 },
};

/**
 * Initial planner statistics for tables that were never analysed: an id matches one row, a merchant many. Without them the
 * planner treats both columns alike and scans all rows of a merchant for each of its rows. A cached plan would do so until
 * autovacuum analyses the table, which may take long after a crash. Existing statistics stay.
 */
const RESTORE_STATISTICS = `
SELECT pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', t.name, 'attname', c.name, 'inherited', false,
  'null_frac', 0::real, 'avg_width', 20::integer, 'n_distinct', c.values::real)
FROM json_each($1::json) AS t(name, columns) CROSS JOIN LATERAL json_each_text(t.columns) AS c(name, values)
WHERE NOT EXISTS (SELECT FROM pg_stats s
  WHERE s.schemaname = current_schema() AND s.tablename = t.name AND s.attname = c.name)`;

export class FirstStatistics1763900050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RESTORE_STATISTICS, [JSON.stringify(DISTINCT_VALUES)]);
  }

  /** Nothing to undo: the next ANALYZE replaces the statistics. */
  async down(): Promise<void> {}
}
