interface DueRows {
  readonly table: string;
  readonly columns: string;
  /** The time column. The table has an index on merchant_id and this column, of the rows that have the time. */
  readonly dueAt: string;
  /** The condition on a due row. */
  readonly isDue: (row: string) => string;
}

/** Sorts before every merchant. */
const BEFORE_ALL = `'00000000-0000-0000-0000-000000000000'::uuid`;

/**
 * At most $1 merchants with due rows, each with the one that has been due longest. Skips from merchant to merchant along
 * the index, so that a merchant with many due rows costs no more than one with a single row.
 */
export const firstDueOfMerchants = ({ table, columns, dueAt, isDue }: DueRows) => `(
  WITH RECURSIVE waiting AS (
    SELECT ${BEFORE_ALL} AS merchant_id
    UNION ALL
    SELECT n.merchant_id FROM waiting w CROSS JOIN LATERAL (
      SELECT t.merchant_id FROM ${table} t WHERE t.${dueAt} IS NOT NULL AND t.merchant_id > w.merchant_id
      ORDER BY t.merchant_id LIMIT 1) n)
  SELECT d.merchant_id AS "merchantId", ${columns} FROM waiting w CROSS JOIN LATERAL (
    SELECT t.* FROM ${table} t WHERE t.merchant_id = w.merchant_id AND ${isDue('t')} ORDER BY t.${dueAt} LIMIT 1) d
  ORDER BY d.${dueAt} LIMIT $1)`;
