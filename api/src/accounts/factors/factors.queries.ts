import { statement } from '../../platform/database/sql.js';
import { hasFactor } from './factors.sql.js';

export const STATE = statement(
  'factors_state',
  `SELECT iso(f.confirmed_at) AS "totpSince",
    (SELECT count(*)::int FROM recovery_codes c WHERE c.user_id = u.id) AS "recoveryCodesLeft",
    EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasPasskey"
   FROM users u LEFT JOIN totp_factors f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL WHERE u.id = $1`,
);

/** Serialises the changes to one user's factors. */
export const LOCK_USER = statement('factors_lock_user', 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE');

/** Replaces a secret that was never confirmed. No row: a confirmed one exists. */
export const BEGIN_TOTP = statement(
  'factors_begin_totp',
  `INSERT INTO totp_factors AS f (user_id, secret_cipher) VALUES ($1, $2)
   ON CONFLICT (user_id) DO UPDATE SET secret_cipher = excluded.secret_cipher, created_at = now()
   WHERE f.confirmed_at IS NULL RETURNING user_id`,
);

export const FIND_TOTP = statement(
  'factors_find_totp',
  `SELECT secret_cipher AS sealed FROM totp_factors
   WHERE user_id = $1 AND (confirmed_at IS NOT NULL) = $2 AND ($2 OR created_at > now() - interval '1 hour')`,
);

/** No row: confirmed meanwhile. */
export const CONFIRM_TOTP = statement(
  'factors_confirm_totp',
  `UPDATE totp_factors SET confirmed_at = now(), last_step = $2 WHERE user_id = $1 AND confirmed_at IS NULL
   RETURNING user_id`,
);

/** Accepts a code once. No row: a code of this step or a later one was accepted before. */
export const USE_STEP = statement(
  'factors_use_step',
  `UPDATE totp_factors SET last_step = $2
   WHERE user_id = $1 AND confirmed_at IS NOT NULL AND (last_step IS NULL OR last_step < $2) RETURNING user_id`,
);

export const REMOVE_TOTP = statement(
  'factors_remove_totp',
  'DELETE FROM totp_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL RETURNING user_id',
);

export const REMOVE_ALL = statement(
  'factors_remove_all',
  `WITH codes AS (DELETE FROM recovery_codes WHERE user_id = $1),
   keys AS (DELETE FROM passkeys WHERE user_id = $1)
   DELETE FROM totp_factors WHERE user_id = $1 RETURNING user_id`,
);

export const HAS_FACTOR = statement('factors_has_any', `SELECT ${hasFactor('$1::uuid')} AS has`);

/** Recovery codes without a factor would recover nothing. */
export const REMOVE_CODES_ALONE = statement(
  'factors_remove_codes_alone',
  `DELETE FROM recovery_codes WHERE user_id = $1 AND NOT ${hasFactor('$1::uuid')}`,
);

export const HAS_CODES = statement(
  'factors_has_codes',
  'SELECT EXISTS (SELECT FROM recovery_codes WHERE user_id = $1) AS has',
);

/** Replaces the codes of user $1 by those with the hashes $2. */
export const REMOVE_CODES = statement('factors_remove_codes', 'DELETE FROM recovery_codes WHERE user_id = $1');
export const ADD_CODES = statement(
  'factors_add_codes',
  'INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])',
);

/** Accepts a recovery code once. */
export const USE_CODE = statement(
  'factors_use_code',
  'DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING user_id',
);
