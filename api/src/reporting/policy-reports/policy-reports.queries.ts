import { milliseconds, statement } from '../../platform/database/sql.js';

/** Counts a known violation, and stores a new one unless $6 are stored. No row: it was not stored. */
export const RECORD = statement(
  'policy_reports_record',
  `INSERT INTO policy_reports AS r (directive, blocked, source, page, line)
   SELECT $1, $2, $3, $4, $5::int
   WHERE (SELECT count(*) FROM (SELECT FROM policy_reports LIMIT $6::int) stored) < $6::int
     OR EXISTS (SELECT FROM policy_reports k WHERE k.directive = $1 AND k.blocked = $2 AND k.source = $3)
   ON CONFLICT (directive, blocked, source) DO UPDATE SET count = r.count + 1, seen_at = now(), page = excluded.page,
     line = excluded.line
   RETURNING directive`,
);

export const LIST = statement(
  'policy_reports_list',
  `SELECT directive, blocked, source, page, line, count::int, iso(seen_at) AS "lastSeenAt",
    iso(created_at) AS "firstSeenAt"
   FROM policy_reports ORDER BY seen_at DESC LIMIT $1`,
);

/** Deletes up to $2 reports that were last seen more than $1 ms ago. */
export const FORGET = statement(
  'policy_reports_forget',
  `DELETE FROM policy_reports WHERE ctid = ANY (ARRAY(SELECT ctid FROM policy_reports
   WHERE seen_at < now() - ${milliseconds('$1')} ORDER BY seen_at LIMIT $2)) RETURNING directive`,
);
