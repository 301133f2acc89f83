import { personalTerms } from '../money/customers/customers.sql.js';
import type { SearchedKind } from '../platform/database/search.js';
import { storeTerms } from '../platform/database/search-terms.sql.js';
import { statement } from '../platform/database/sql.js';

/** Begins a scan, unless it has begun before. */
export const BEGIN = statement(
  'search_begin',
  'INSERT INTO search_progress (scan, position) VALUES ($1, $2) ON CONFLICT DO NOTHING',
);

/** The terms of each row `t`, as VALUES rows (kind, object_id, term); null is no term. */
interface Termed {
  table: string;
  /** Other rows that hold terms of `t`. */
  join?: string;
  terms: readonly string[];
}
const instrument = (kind: SearchedKind, id: string, p: string) =>
  `('${kind}', ${id}, ${p}.vpa), ('${kind}', ${id}, ${p}.card_last4)`;

/**
 * What a search finds besides ids, receipts and customers: add a line for a new kind of term, and advance TERMS_VERSION. An
 * order is found by the terms of its payments, a refund by those of its payment. An erasure deletes the personal terms
 * (money/erasure).
 */
const ORDERS: Termed = { table: 'orders', terms: [personalTerms('order', 't.id', 't.customer')] };
const PAYMENTS: Termed = {
  table: 'payments',
  terms: [
    ...[instrument('payment', 't.id', 't'), instrument('order', 't.order_id', 't')],
    ...[personalTerms('payment', 't.id', 't.customer'), personalTerms('order', 't.order_id', 't.customer')],
  ],
};
const REFUNDS: Termed = {
  table: 'refunds',
  join: 'JOIN payments p ON p.merchant_id = t.merchant_id AND p.id = t.payment_id',
  terms: [instrument('refund', 't.id', 'p'), personalTerms('refund', 't.id', 'p.customer')],
};
const PAYMENT_LINKS: Termed = {
  table: 'payment_links',
  terms: [`('payment_link', t.id, t.title), ('payment_link', t.id, t.reference_id)`],
};

/**
 * Stores the terms of the next $3 rows after the position of scan $1, up to id $2, and moves the position in the same
 * commit. A scan that another worker or an erasure holds is skipped. Repeating a row changes nothing.
 */
const fill = ({ table, join = '', terms }: Termed) => `
  WITH place AS MATERIALIZED (SELECT position FROM search_progress WHERE scan = $1 FOR UPDATE SKIP LOCKED),
  batch AS MATERIALIZED (
    SELECT t.* FROM ${table} t WHERE t.id > (SELECT position FROM place) AND t.id < $2 ORDER BY t.id LIMIT $3),
  termed AS (
    SELECT t.merchant_id, f.kind, f.term, f.object_id
    FROM batch t ${join} CROSS JOIN LATERAL (VALUES ${terms.join(', ')}) f(kind, object_id, term)),
  stored AS (${storeTerms('termed')}),
  moved AS (
    UPDATE search_progress SET position = (SELECT max(id) FROM batch) WHERE scan = $1 AND EXISTS (SELECT FROM batch))
  SELECT count(*)::int AS read FROM batch`;

export const FILL_ORDERS = statement('search_fill_orders', fill(ORDERS));
export const FILL_PAYMENTS = statement('search_fill_payments', fill(PAYMENTS));
export const FILL_REFUNDS = statement('search_fill_refunds', fill(REFUNDS));
export const FILL_PAYMENT_LINKS = statement('search_fill_payment_links', fill(PAYMENT_LINKS));
