import type { Database } from './database.js';
import type { Statement } from './sql.js';

/**
 * A search in two steps, so that no list query scans rows it does not need: SEARCH_… finds at most MAX_FOUND ids and
 * values of each kind that begin with the typed text, by bounded index scans; the page then selects exactly these.
 * `$1` is the merchant, `$2` the typed text. Letter case does not matter.
 */
const MAX_FOUND = 100;
/** The last Unicode character: appended to a text, it sorts after every text that begins with that text. */
const LAST_CHARACTER = 'chr(1114111)';

/** Lower-cased text. The collation is PostgreSQL's own, so the result does not depend on the operating system. */
export const caseless = (text: string) => `lower(${text} COLLATE pg_c_utf8)`;
const TYPED = caseless('$2::text');
const beginsWith = (value: string, start: string) =>
  `${value} >= ${start} AND ${value} < ${start} || ${LAST_CHARACTER}`;

/**
 * Ids are case-sensitive, and so are their indexes. So the search extends the prefix letter by letter, in lower and upper
 * case, and keeps the spellings with which some id in the index begins.
 */
export const idsBeginning = (table: string, id = 'id') => `ARRAY(
  WITH RECURSIVE spelled(start, place) AS (
    SELECT ''::text COLLATE "C", 0
    UNION ALL
    SELECT longer.start, s.place + 1 FROM spelled s
    CROSS JOIN LATERAL (SELECT s.start || lower(substr($2::text, s.place + 1, 1) COLLATE "C")
      UNION SELECT s.start || upper(substr($2::text, s.place + 1, 1) COLLATE "C")) longer(start)
    WHERE s.place < length($2) AND EXISTS (SELECT FROM ${table} t
      WHERE t.merchant_id = $1 AND ${beginsWith(`t.${id}`, 'longer.start')} OFFSET 0))
  SELECT found.id FROM spelled s CROSS JOIN LATERAL (SELECT t.${id} AS id FROM ${table} t
    WHERE t.merchant_id = $1 AND ${beginsWith(`t.${id}`, 's.start')} ORDER BY t.${id} DESC LIMIT ${MAX_FOUND}) found
  WHERE s.place = length($2) LIMIT ${MAX_FOUND})`;

/** Rows whose `column` begins with the typed text; equal texts in the order of creation. */
export const beginning = (table: string, column: string) => `ARRAY(
  SELECT t.id FROM ${table} t
  WHERE t.merchant_id = $1 AND t.${column} IS NOT NULL AND ${beginsWith(caseless(`t.${column}`), TYPED)}
  ORDER BY ${caseless(`t.${column}`)}, t.id LIMIT ${MAX_FOUND})`;

export const ORDERS_BY_RECEIPT = beginning('orders', 'receipt');

/** Distinct UPI addresses. Each step searches the index after the last address found, so repeated ones are skipped. */
const NEXT_VPA = (from: string) => `SELECT ${caseless('p.vpa')} FROM payments p
  WHERE p.merchant_id = $1 AND p.vpa IS NOT NULL AND ${caseless('p.vpa')} ${from}
    AND ${caseless('p.vpa')} < ${TYPED} || ${LAST_CHARACTER} ORDER BY ${caseless('p.vpa')} LIMIT 1`;
export const VPAS = `ARRAY(
  WITH RECURSIVE seen(vpa) AS (
    (${NEXT_VPA(`>= ${TYPED}`)})
    UNION ALL
    SELECT (${NEXT_VPA('> seen.vpa')}) FROM seen WHERE seen.vpa IS NOT NULL)
  SELECT vpa FROM seen WHERE vpa IS NOT NULL LIMIT ${MAX_FOUND})`;

/** What has terms. Ids, receipts and customers are searched in their own tables. */
export type SearchedKind = 'order' | 'payment' | 'refund' | 'payment_link';

/**
 * Objects with a term that begins with the typed text, newest first if it is one term. The sweeper stores terms a moment
 * after their objects (maintenance/search-terms.queries.ts), so what must be found at once has a search of its own above.
 */
export const byTerms = (kind: SearchedKind) => `ARRAY(
  SELECT t.object_id FROM search_terms t
  WHERE t.merchant_id = $1 AND t.kind = '${kind}' AND ${beginsWith('t.term', TYPED)}
  ORDER BY t.term DESC, t.object_id DESC LIMIT ${MAX_FOUND})`;

/** The ids and values that were found, and the typed text itself for columns that are compared in full. */
export async function search(
  database: Pick<Database, 'list'>,
  sources: Statement,
  merchantId: string,
  typed: string | undefined,
): Promise<string[] | undefined> {
  if (typed === undefined) return undefined;
  const rows = await database.list<{ found: string[] }>(merchantId, sources, [merchantId, typed.trim()]);
  return [...(rows[0]?.found ?? []), typed.trim()];
}
