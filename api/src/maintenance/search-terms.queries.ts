import { caseless } from '../platform/database/search.js';
import { statement } from '../platform/database/sql.js';

/** Begins a scan, unless it has begun before. */
export const BEGIN = statement(
  'search_begin',
  'INSERT INTO search_progress (scan, position) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);

/**
 * The terms of each row `t`, as rows of (kind, object_id, term); null is no term. This is the one place that decides what
 * a search finds: add a line for a new kind of term. An order is found by its payments' terms as well.
 */
const ORDER_TERMS = `('order', t.id, t.receipt)`;
const PAYMENT_TERMS = `
  ('payment', t.id, t.vpa), ('payment', t.id, t.card_last4),
  ('order', t.order_id, t.vpa), ('order', t.order_id, t.card_last4)`;

/** As much of a term as a search can type; a UPI address may be longer. */
const MAX_TERM_LENGTH = 255;

/**
 * Stores the terms of the next $3 rows after the position of scan $1, up to id $2, and moves the position in the same
 * commit. A scan that another worker holds is skipped. Repeating a row changes nothing.
 */
const fill = (table: string, terms: string) => `
  WITH place AS MATERIALIZED (SELECT position FROM search_progress WHERE scan = $1 FOR UPDATE SKIP LOCKED),
  batch AS MATERIALIZED (
    SELECT t.* FROM ${table} t WHERE t.id > (SELECT position FROM place) AND t.id < $2 ORDER BY t.id LIMIT $3),
  stored AS (
    INSERT INTO search_terms (merchant_id, kind, term, object_id)
    SELECT DISTINCT t.merchant_id, f.kind, left(${caseless('f.term')}, ${MAX_TERM_LENGTH}), f.object_id
    FROM batch t CROSS JOIN LATERAL (VALUES ${terms}) f(kind, object_id, term) WHERE f.term <> ''
    ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING),
  moved AS (
    UPDATE search_progress SET position = (SELECT max(id) FROM batch) WHERE scan = $1 AND EXISTS (SELECT FROM batch))
  SELECT count(*)::int AS read FROM batch`;

export const FILL_ORDERS = statement('search_fill_orders', fill('orders', ORDER_TERMS));
export const FILL_PAYMENTS = statement('search_fill_payments', fill('payments', PAYMENT_TERMS));
