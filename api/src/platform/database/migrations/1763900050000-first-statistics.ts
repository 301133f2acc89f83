import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many values a column has: a number of them, or minus their share of the rows. */
const DISTINCT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
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
 * What the planner believes of tables that nobody has analysed yet: that an id finds one row, and a merchant many.
 * Otherwise it takes both for equal, walks all rows of a merchant for each of its own, and a kept plan stays so until
 * autovacuum has been there, which after a crash may be long. What it has found out already is left.
 */
const BELIEVE = `
SELECT pg_restore_attribute_stats('schemaname', current_schema()::text, 'relname', t.name, 'attname', c.name, 'inherited', false,
  'null_frac', 0::real, 'avg_width', 20::integer, 'n_distinct', c.values::real)
FROM json_each($1::json) AS t(name, columns) CROSS JOIN LATERAL json_each_text(t.columns) AS c(name, values)
WHERE NOT EXISTS (SELECT FROM pg_stats s
  WHERE s.schemaname = current_schema() AND s.tablename = t.name AND s.attname = c.name)`;

export class FirstStatistics1763900050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BELIEVE, [JSON.stringify(DISTINCT)]);
  }

  /** The next ANALYZE says what is. */
  async down(): Promise<void> {}
}
