import { milliseconds, statement } from '../../platform/database/sql.js';

/** Serialises the requests of one user, so that the limit counts all of them. */
export const LOCK_USER = statement(
  'password_resets_lock_user',
  'SELECT id, email FROM users WHERE email = $1 FOR NO KEY UPDATE',
);

/** No row: the user has requested $4 links within the last hour. */
export const CREATE = statement(
  'password_resets_create',
  `INSERT INTO password_resets (token_hash, user_id, expires_at)
   SELECT $1, $2::uuid, now() + make_interval(secs => $3)
   WHERE (SELECT count(*) FROM password_resets WHERE user_id = $2 AND created_at > now() - interval '1 hour') < $4::int
   RETURNING user_id`,
);

export const FIND = statement(
  'password_resets_find',
  `SELECT u.id, u.email, u.name FROM password_resets r JOIN users u ON u.id = r.user_id
   WHERE r.token_hash = $1 AND r.expires_at > now()`,
);

/** Uses the link, and ends the user's other links: each of them works once. No row: it was used meanwhile. */
export const TAKE = statement(
  'password_resets_take',
  `WITH used AS (
     DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > now() RETURNING user_id),
   others AS (
     DELETE FROM password_resets r USING used u WHERE r.user_id = u.user_id AND r.token_hash <> $1)
   SELECT user_id AS id FROM used`,
);

/** Deletes up to $2 links that were requested more than $1 ms ago. */
export const FORGET = statement(
  'password_resets_forget',
  `DELETE FROM password_resets WHERE token_hash = ANY (ARRAY(
     SELECT token_hash FROM password_resets WHERE created_at < now() - ${milliseconds('$1')} AND expires_at < now()
     ORDER BY created_at LIMIT $2)) RETURNING user_id`,
);
