import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import { usesCompatibleApis } from '../merchants/merchants.sql.js';
import { currentScopes } from './api-keys.sql.js';

/**
 * The user who created or rolled the key, and whether they are still a member; null for keys older than this column.
 */
const CREATED_BY = (k: string) =>
  `(SELECT row_to_json(maker) FROM (SELECT u.id, u.name, EXISTS (
      SELECT FROM memberships s WHERE s.merchant_id = ${k}.merchant_id AND s.user_id = u.id) AS is_member
    FROM users u WHERE u.id = ${k}.created_by) AS maker) AS created_by`;

const KEY_JSON = (k: string) =>
  jsonObject(
    [
      columns(k, 'id', 'name', 'mode'),
      currentScopes(`${k}.scopes`),
      CREATED_BY(k),
      columns(k, 'allowed_ips', 'last_used_address'),
      iso(`${k}.last_used_at`),
      iso(`${k}.expires_at`),
      iso(`${k}.created_at`),
    ].join(', '),
  );

const EXPIRED_LISTED_DAYS = 30;

/** `secret`: the sealed secret of a test key. A live key's secret is shown once, even if it is stored. */
export const LIST = statement(
  'api_keys_list',
  `SELECT k.id, ${currentScopes('k.scopes')}, ${KEY_JSON('k')} AS body,
     CASE WHEN k.mode = 'test' THEN k.secret_cipher END AS secret
   FROM api_keys k
   WHERE k.merchant_id = $1 AND (k.expires_at IS NULL OR k.expires_at > now() - interval '${EXPIRED_LISTED_DAYS} days')
   ORDER BY k.created_at DESC, k.id LIMIT $2`,
);

/** Serialises the creation of a merchant's keys, so that the limit counts all of them. `mustSign`: secrets are stored. */
export const LOCK_MERCHANT = statement(
  'api_keys_lock_merchant',
  `SELECT ${usesCompatibleApis('merchants')} AS "mustSign" FROM merchants WHERE id = $1 FOR NO KEY UPDATE`,
);

/** No row: the merchant already has $9 working keys. */
export const CREATE = statement(
  'api_keys_create',
  `INSERT INTO api_keys (merchant_id, id, mode, name, secret_hash, secret_cipher, scopes, created_by, allowed_ips,
     lifetime_seconds, expires_at)
   SELECT $1::uuid, $2, $3, $4, $5, $6, $7::text[], $8::uuid, $10::text[], $11::int, now() + make_interval(secs => $11::int)
   WHERE (SELECT count(*) FROM api_keys WHERE merchant_id = $1 AND (expires_at IS NULL OR expires_at > now())) < $9::int
   RETURNING ${KEY_JSON('api_keys')} AS body`,
);

export const SCOPES = statement(
  'api_keys_scopes',
  `SELECT ${currentScopes('scopes')} FROM api_keys WHERE merchant_id = $1 AND id = $2`,
);

export const FIND = statement(
  'api_keys_find_working',
  `SELECT name, ${currentScopes('scopes')}, allowed_ips AS "allowedIps", lifetime_seconds AS lifetime FROM api_keys
   WHERE merchant_id = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now()) FOR UPDATE`,
);

/** $3 seconds from now at the latest. */
export const EXPIRE = statement(
  'api_keys_expire',
  `UPDATE api_keys SET expires_at = least(expires_at, now() + make_interval(secs => $3))
   WHERE merchant_id = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now()) RETURNING id`,
);
