import { caseless } from './search.js';

/** As much of a term as a search can type; a UPI address may be longer. */
const MAX_TERM_LENGTH = 255;

/** The rows (merchant_id, kind, term, object_id) of `source`, whose terms are texts of any length or null. */
const stored = (source: string) => `
  SELECT DISTINCT f.merchant_id, f.kind, left(${caseless('f.term')}, ${MAX_TERM_LENGTH}) AS term, f.object_id
  FROM ${source} f WHERE f.term <> ''`;

/** Stores the terms of `source`, in one order, so that two workers cannot deadlock. Terms that exist stay. */
export const storeTerms = (source: string) =>
  `INSERT INTO search_terms (merchant_id, kind, term, object_id) ${stored(source)} ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING`;

/** Deletes the terms of `source`, each found by the primary key. */
export const deleteTerms = (source: string) => `
  DELETE FROM search_terms WHERE ctid = ANY (ARRAY(
    SELECT s.ctid FROM (${stored(source)}) d CROSS JOIN LATERAL (
      SELECT t.ctid FROM search_terms t WHERE t.merchant_id = d.merchant_id AND t.kind = d.kind AND t.term = d.term
        AND t.object_id = d.object_id OFFSET 0) s))`;

/**
 * Waits for the scans that store terms, and holds back the next ones until the end of the transaction. A later statement
 * of it then sees every term that a scan has stored; and no scan stores what it read before that statement.
 */
export const HOLD_SCANS = 'SELECT FROM search_progress ORDER BY scan FOR SHARE';

/** The slow scans read every row again: after rows were written whose ids are older than the scans' positions. */
export const RESTART_SCANS = `UPDATE search_progress SET position = '' WHERE scan LIKE '%\\_again'`;
