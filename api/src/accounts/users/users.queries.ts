import { statement } from '../../platform/database/sql.js';
import { usesCompatibleApis } from '../merchants/merchants.sql.js';

export const BY_EMAIL = statement(
  'users_by_email',
  `SELECT id, email, name, operator, password_hash AS "passwordHash" FROM users WHERE email = $1`,
);

export const BY_ID = statement('users_by_id', 'SELECT id, email, name, operator FROM users WHERE id = $1');

/** No row: the email is taken. */
export const CREATE = statement(
  'users_create',
  `INSERT INTO users (email, name, password_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
   RETURNING id, email, name, operator`,
);

/** Serialises the creation of a user's merchants, so that the limit counts all of them. */
export const LOCK_USER = statement('users_lock', 'SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE');

export const SET_PASSWORD = statement(
  'users_set_password',
  `UPDATE users SET password_hash = $2, updated_at = now() WHERE id = $1`,
);

/** The merchants of a user, the oldest membership first. A live merchant is inactive until an operator activates it. */
export const MERCHANTS = statement(
  'users_merchants',
  `SELECT m.id, m.name, m.mode, m.time_zone AS "timeZone", m.locale, s.role, m.activated_at IS NOT NULL AS active,
    m.requires_second_factor AS "requiresFactor"
   FROM memberships s JOIN merchants m ON m.id = s.merchant_id
   WHERE s.user_id = $1 ORDER BY s.created_at, m.id`,
);

/** $2 null: the user's first merchant. */
export const MERCHANT = statement(
  'users_merchant',
  `SELECT m.id, m.name, m.mode, s.role, m.activated_at IS NOT NULL AS active,
    m.requires_second_factor AS "requiresFactor",
     ${usesCompatibleApis('m')} AS "compatibleApis"
   FROM memberships s JOIN merchants m ON m.id = s.merchant_id
   WHERE s.user_id = $1 AND ($2::uuid IS NULL OR m.id = $2) ORDER BY s.created_at, m.id LIMIT 1`,
);

/** Deletes the invite, so that it can be used once. */
export const TAKE_INVITE = statement(
  'users_take_invite',
  `DELETE FROM invites WHERE token_hash = $1 AND expires_at > now()
   RETURNING merchant_id AS "merchantId", email, role`,
);

export const INVITE = statement(
  'users_invite',
  `SELECT i.email, i.role, m.name AS merchant, m.mode FROM invites i JOIN merchants m ON m.id = i.merchant_id
   WHERE i.token_hash = $1 AND i.expires_at > now()`,
);

/** An existing member keeps their role. */
export const JOIN = statement(
  'users_join',
  `INSERT INTO memberships (merchant_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
);
