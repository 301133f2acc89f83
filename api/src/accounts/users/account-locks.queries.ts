import { milliseconds, statement } from '../../platform/database/sql.js';

/**
 * Counts an attempt as failed before its password is checked, so that concurrent attempts are counted as well. A count
 * is kept for $2 seconds. From $3 failures the account is blocked for 1, 2, 4 … seconds, from $4 for $5 seconds. No
 * row: it is blocked now.
 */
export const ATTEMPT = statement(
  'login_attempt',
  `INSERT INTO login_failures AS f (account, failures, failed_at, blocked_until) VALUES ($1, 1, now(), now())
   ON CONFLICT (account) DO UPDATE SET
     failures = CASE WHEN f.failed_at < now() - make_interval(secs => $2) THEN 1 ELSE f.failures + 1 END,
     failed_at = now(),
     blocked_until = now() + make_interval(secs => CASE
       WHEN f.failed_at < now() - make_interval(secs => $2) OR f.failures + 1 < $3::int THEN 0
       WHEN f.failures + 1 >= $4::int THEN $5
       ELSE 2 ^ (f.failures + 1 - $3) END)
   WHERE f.blocked_until <= now()
   RETURNING failures`,
);

export const BLOCKED_FOR = statement(
  'login_blocked_for',
  `SELECT ceil(extract(epoch FROM blocked_until - now()))::int AS seconds FROM login_failures
   WHERE account = $1 AND blocked_until > now()`,
);

export const FORGIVE = statement('login_forgive', 'DELETE FROM login_failures WHERE account = $1 RETURNING account');

/** Deletes up to $2 counts whose last failure is older than $1 ms and that block nothing. */
export const FORGET_FAILURES = statement(
  'login_forget',
  `DELETE FROM login_failures WHERE ctid = ANY (ARRAY(SELECT ctid FROM login_failures
   WHERE failed_at < now() - ${milliseconds('$1')} AND blocked_until <= now()
   ORDER BY failed_at LIMIT $2)) RETURNING account`,
);
