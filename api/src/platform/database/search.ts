import type { Database } from './database.js';
import type { Statement } from './sql.js';

/**
 * A search in two steps, so that no list reads rows in vain: SEARCH_… finds the ids and values that begin with what was
 * typed, at most MAX_FOUND of each kind, each by a bounded walk of an index; the page then asks for exactly these.
 * `$1` is the merchant, `$2` what was typed. Letter case does not matter.
 */
const MAX_FOUND = 100;
/** Sorts after every text that continues the one before it. */
const LAST = 'chr(1114111)';

/** Text without its case, the same on every machine: neither depends on the operating system's locale. */
export const caseless = (text: string) => `lower(${text} COLLATE pg_c_utf8)`;
const TYPED = caseless('$2::text');
const continues = (value: string, start: string) => `${value} >= ${start} AND ${value} < ${start} || ${LAST}`;

/**
 * Ids are case-sensitive and their indexes hold them as they are. So the ways in which the typed text is really spelled
 * are followed letter by letter: each step asks the index whether any id begins so, once in lower and once in upper case.
 */
export const idsBeginning = (table: string, id = 'id') => `ARRAY(
  WITH RECURSIVE spelled(start, place) AS (
    SELECT ''::text COLLATE "C", 0
    UNION ALL
    SELECT longer.start, s.place + 1 FROM spelled s
    CROSS JOIN LATERAL (SELECT s.start || lower(substr($2::text, s.place + 1, 1) COLLATE "C")
      UNION SELECT s.start || upper(substr($2::text, s.place + 1, 1) COLLATE "C")) longer(start)
    WHERE s.place < length($2) AND EXISTS (SELECT FROM ${table} t
      WHERE t.merchant_id = $1 AND ${continues(`t.${id}`, 'longer.start')} OFFSET 0))
  SELECT found.id FROM spelled s CROSS JOIN LATERAL (SELECT t.${id} AS id FROM ${table} t
    WHERE t.merchant_id = $1 AND ${continues(`t.${id}`, 's.start')} ORDER BY t.${id} DESC LIMIT ${MAX_FOUND}) found
  WHERE s.place = length($2) LIMIT ${MAX_FOUND})`;

/** Orders by the beginning of the merchant's own number; equal ones in the order of their making. */
export const ORDERS_BY_RECEIPT = `ARRAY(
  SELECT o.id FROM orders o
  WHERE o.merchant_id = $1 AND o.receipt IS NOT NULL AND ${continues(caseless('o.receipt'), TYPED)}
  ORDER BY ${caseless('o.receipt')}, o.id LIMIT ${MAX_FOUND})`;

/** The different UPI addresses, each once however many payments it has: the index is entered anew behind each. */
const NEXT_VPA = (from: string) => `SELECT ${caseless('p.vpa')} FROM payments p
  WHERE p.merchant_id = $1 AND p.vpa IS NOT NULL AND ${caseless('p.vpa')} ${from}
    AND ${caseless('p.vpa')} < ${TYPED} || ${LAST} ORDER BY ${caseless('p.vpa')} LIMIT 1`;
export const VPAS = `ARRAY(
  WITH RECURSIVE seen(vpa) AS (
    (${NEXT_VPA(`>= ${TYPED}`)})
    UNION ALL
    SELECT (${NEXT_VPA('> seen.vpa')}) FROM seen WHERE seen.vpa IS NOT NULL)
  SELECT vpa FROM seen WHERE vpa IS NOT NULL LIMIT ${MAX_FOUND})`;

/** What a list is asked for: everything that was found, and the text itself, for columns that are compared whole. */
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
