import { milliseconds, statement } from '../../platform/database/sql.js';
import { hasFactor } from '../factors/factors.sql.js';

/** How often the time of a session's last use is written. */
const SEEN_INTERVAL_MINUTES = 1;

export const CREATE_SESSION = statement(
  'sessions_create',
  `INSERT INTO sessions (user_id, token_hash, address, user_agent, expires_at)
   VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5)) RETURNING iso(expires_at) AS expires_at`,
);

/** For this long after a sign-in or a confirmation, a session may do what needs a fresh factor. */
const FRESH_MINUTES = 10;

/** $2 seconds: the greatest time between two requests. */
export const USE_SESSION = statement(
  'sessions_use',
  `WITH session AS (
     SELECT s.id, s.user_id, s.seen_at, s.proved_at, s.expires_at FROM sessions s
     WHERE s.token_hash = $1 AND s.expires_at > now() AND s.seen_at > now() - make_interval(secs => $2)),
   seen AS (
     UPDATE sessions s SET seen_at = now() FROM session
     WHERE s.id = session.id AND session.seen_at < now() - interval '${SEEN_INTERVAL_MINUTES} minute')
   SELECT session.id AS "sessionId", u.id, u.email, u.name, u.operator, ${hasFactor('u.id')} AS "hasFactor",
     coalesce(session.proved_at > now() - interval '${FRESH_MINUTES} minutes', false) AS "isFresh"
   FROM session JOIN users u ON u.id = session.user_id`,
);

/** The user of a session, without writing the time of its last use; $2 as above. */
export const FIND_SESSION = statement(
  'sessions_look',
  `SELECT user_id AS id, ${hasFactor('user_id')} AS "hasFactor" FROM sessions
   WHERE token_hash = $1 AND expires_at > now() AND seen_at > now() - make_interval(secs => $2)`,
);

/** The user has proved a factor. */
export const CONFIRM_SESSION = statement(
  'sessions_confirm',
  `UPDATE sessions SET proved_at = now() WHERE id = $1 RETURNING iso(proved_at + interval '${FRESH_MINUTES} minutes') AS until`,
);

export const END_SESSION = statement('sessions_end', 'DELETE FROM sessions WHERE id = $1');

export const END_ALL = statement('sessions_end_all', 'DELETE FROM sessions WHERE user_id = $1');

/** Locale and time zone of a user's first merchant. */
export const MAIL_LOCALE = statement(
  'users_mail_locale',
  `SELECT m.locale, m.time_zone AS "timeZone" FROM memberships s JOIN merchants m ON m.id = s.merchant_id
   WHERE s.user_id = $1 ORDER BY s.created_at, m.id LIMIT 1`,
);

export const END_TOKEN = statement('sessions_end_token', 'DELETE FROM sessions WHERE token_hash = $1');

/** Deletes up to $2 sessions that ended more than $1 ms ago. */
export const FORGET_SESSIONS = statement(
  'sessions_forget',
  `DELETE FROM sessions WHERE ctid = ANY (ARRAY(SELECT ctid FROM sessions
   WHERE expires_at < now() - ${milliseconds('$1')} ORDER BY expires_at LIMIT $2)) RETURNING id`,
);

/** Deletes the sessions of user $1 except $2. Returns those that were still open; $3 as above. */
export const END_OTHERS = statement(
  'sessions_end_others',
  `WITH ended AS (DELETE FROM sessions WHERE user_id = $1 AND id <> $2::uuid RETURNING id, expires_at, seen_at)
   SELECT id FROM ended WHERE expires_at > now() AND seen_at > now() - make_interval(secs => $3)`,
);

export const END_OWN = statement(
  'sessions_end_own',
  'DELETE FROM sessions WHERE user_id = $1 AND id = $2 RETURNING id',
);

/** The open sessions of user $1, the current one ($2) first. */
export const LIST_SESSIONS = statement(
  'sessions_list',
  `SELECT id, id = $2::uuid AS current, address, user_agent, iso(seen_at) AS last_seen_at,
    iso(expires_at) AS expires_at, iso(created_at) AS created_at
   FROM sessions WHERE user_id = $1 AND expires_at > now() AND seen_at > now() - make_interval(secs => $3)
   ORDER BY id = $2::uuid DESC, seen_at DESC, id`,
);
