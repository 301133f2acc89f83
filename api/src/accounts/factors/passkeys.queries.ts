import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { milliseconds, statement } from '../../platform/database/sql.js';

const SHOWN = jsonObject(`${columns('p', 'id', 'name')}, ${iso('p.last_used_at')}, ${iso('p.created_at')}`);

export const LIST = statement(
  'passkeys_list',
  `SELECT ${SHOWN} AS body FROM passkeys p WHERE p.user_id = $1 ORDER BY p.created_at, p.id`,
);

const STORED = 'p.id, p.user_id AS "userId", p.public_key AS "publicKey", p.counter, p.transports';
export const OF_USER = statement('passkeys_of_user', `SELECT ${STORED} FROM passkeys p WHERE p.user_id = $1`);
export const FIND = statement('passkeys_find', `SELECT ${STORED} FROM passkeys p WHERE p.id = $1`);

/** No row: the credential is registered, or the user has $7 passkeys. */
export const ADD = statement(
  'passkeys_add',
  `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports)
   SELECT $1, $2::uuid, $3, $4, $5, $6::text[] WHERE (SELECT count(*) FROM passkeys WHERE user_id = $2) < $7::int
   ON CONFLICT DO NOTHING RETURNING id`,
);

export const REMOVE = statement('passkeys_remove', 'DELETE FROM passkeys WHERE user_id = $1 AND id = $2 RETURNING id');

/** No row: a use with this counter or a later one was recorded. Synced passkeys keep their counter at 0. */
export const USE = statement(
  'passkeys_use',
  `UPDATE passkeys SET counter = $2, last_used_at = now() WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))
   RETURNING id`,
);

export const CHALLENGE = statement(
  'passkeys_challenge',
  `INSERT INTO passkey_challenges (challenge, purpose, user_id, expires_at)
   VALUES ($1, $2, $3, now() + make_interval(secs => $4))`,
);

/** Accepts a challenge once, for its purpose and its user; null: any user. */
export const TAKE_CHALLENGE = statement(
  'passkeys_take_challenge',
  `DELETE FROM passkey_challenges WHERE challenge = $1 AND purpose = $2 AND user_id IS NOT DISTINCT FROM $3::uuid
   AND expires_at > now() RETURNING challenge`,
);

/** Deletes up to $2 challenges that ended more than $1 ms ago. */
export const FORGET = statement(
  'passkeys_forget_challenges',
  `DELETE FROM passkey_challenges WHERE ctid = ANY (ARRAY(SELECT ctid FROM passkey_challenges
   WHERE expires_at < now() - ${milliseconds('$1')} ORDER BY expires_at LIMIT $2)) RETURNING challenge`,
);
