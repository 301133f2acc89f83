import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { hasFactor } from '../factors/factors.sql.js';

const MEMBER_COLUMNS = `u.id, u.email, u.name, s.role, (SELECT iso(max(x.seen_at)) FROM sessions x WHERE x.user_id = u.id) AS last_seen_at,
   (SELECT count(*)::int FROM api_keys k WHERE k.merchant_id = s.merchant_id AND k.created_by = u.id
     AND (k.expires_at IS NULL OR k.expires_at > now())) AS api_keys, ${hasFactor('u.id')} AS second_factor,
   ${iso('s.created_at')}`;
const MEMBER = jsonObject(MEMBER_COLUMNS);
/** With the end of a lock on new devices, from login_failures `f`. */
const LISTED_MEMBER = jsonObject(`${MEMBER_COLUMNS}, ${iso('f.blocked_until', 'locked_until')}`);
const INVITE = (i: string) =>
  jsonObject(`${columns(i, 'id', 'email', 'role')}, ${iso(`${i}.expires_at`)}, ${iso(`${i}.created_at`)}`);
const list = (rows: string) => `(SELECT '[' || coalesce(string_agg(body, ','), '') || ']' FROM (${rows}) AS rows)`;

export const EMAILS = statement(
  'members_emails',
  `SELECT u.id, u.email FROM memberships s JOIN users u ON u.id = s.user_id WHERE s.merchant_id = $1`,
);

/** $2 users, $3 the keys of their counts of wrong passwords (AccountLocks.accountOf). */
export const LIST = statement(
  'members_list',
  `SELECT '{"data":' || ${list(`SELECT ${LISTED_MEMBER} AS body FROM memberships s JOIN users u ON u.id = s.user_id
     LEFT JOIN unnest($2::uuid[], $3::text[]) AS a(user_id, account) ON a.user_id = u.id
     LEFT JOIN login_failures f ON f.account = a.account AND f.blocked_until > now()
     WHERE s.merchant_id = $1 ORDER BY s.created_at, u.id`)} || ',"invites":' ||
   ${list(`SELECT ${INVITE('i')} AS body FROM invites i
     WHERE i.merchant_id = $1 AND i.expires_at > now() ORDER BY i.id`)} || '}' AS body`,
);

/** Serialises changes to a merchant's team, because the rule about the last owner counts all owners. */
export const LOCK = statement('members_lock', 'SELECT FROM merchants WHERE id = $1 FOR NO KEY UPDATE');

export const GET = statement(
  'members_get',
  `SELECT s.role, (SELECT count(*)::int FROM memberships o WHERE o.merchant_id = $1 AND o.role = 'owner') AS owners
   FROM memberships s WHERE s.merchant_id = $1 AND s.user_id = $2`,
);

export const UPDATE = statement(
  'members_update',
  `WITH changed AS (
     UPDATE memberships SET role = $3 WHERE merchant_id = $1 AND user_id = $2 RETURNING merchant_id, user_id, role, created_at)
   SELECT ${MEMBER} AS body FROM changed s JOIN users u ON u.id = s.user_id`,
);

export const REMOVE = statement('members_remove', `DELETE FROM memberships WHERE merchant_id = $1 AND user_id = $2`);

/** Deletes the invites that this user created: with such a link they could join again. */
export const WITHDRAW_INVITES_OF = statement(
  'members_withdraw_invites_of',
  `DELETE FROM invites WHERE merchant_id = $1 AND created_by = $2`,
);

export const EMAIL = statement(
  'members_email',
  `SELECT u.email FROM memberships s JOIN users u ON u.id = s.user_id WHERE s.merchant_id = $1 AND s.user_id = $2`,
);

export const IS_MEMBER = statement(
  'members_is_member',
  `SELECT FROM memberships s JOIN users u ON u.id = s.user_id WHERE s.merchant_id = $1 AND u.email = $2`,
);

/** No row: the merchant already has $6 members and invites. A second invite to the same address replaces the first. */
export const INVITE_MEMBER = statement(
  'members_invite',
  `INSERT INTO invites (merchant_id, id, email, role, token_hash, expires_at, created_by)
   SELECT $1::uuid, uuidv7(), $2, $3, $4, now() + make_interval(secs => $5), $7::uuid
   WHERE (SELECT count(*) FROM memberships WHERE merchant_id = $1)
     + (SELECT count(*) FROM invites WHERE merchant_id = $1 AND email <> $2) < $6::int
   ON CONFLICT (merchant_id, email) DO UPDATE SET id = EXCLUDED.id, role = EXCLUDED.role,
     token_hash = EXCLUDED.token_hash, expires_at = EXCLUDED.expires_at, created_by = EXCLUDED.created_by,
     created_at = now()
   RETURNING id, ${INVITE('invites')} AS body`,
);

export const GET_INVITE = statement(
  'members_get_invite',
  `SELECT role FROM invites WHERE merchant_id = $1 AND id = $2`,
);

/** Deletes up to $2 invites that expired more than $1 ms ago. */
export const FORGET_INVITES = statement(
  'members_forget_invites',
  `DELETE FROM invites WHERE ctid = ANY (ARRAY(SELECT ctid FROM invites
   WHERE expires_at < now() - ${milliseconds('$1')} ORDER BY expires_at LIMIT $2)) RETURNING id`,
);

export const WITHDRAW = statement('members_withdraw', `DELETE FROM invites WHERE merchant_id = $1 AND id = $2`);
