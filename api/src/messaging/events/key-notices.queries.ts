import { currentScopes } from '../../accounts/api-keys/api-keys.sql.js';
import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import { claimNotices, isNoticed } from '../../platform/mail/mail-notices.sql.js';
import { announce, DELIVERY_HINTS } from './events.sql.js';

/** An API key as its event shows it: without its maker and addresses of use. */
const KEY_JSON = jsonObject(
  [
    columns('k', 'id', 'name', 'mode'),
    '1 AS version',
    currentScopes('k.scopes'),
    columns('k', 'allowed_ips'),
    ...['last_used_at', 'expires_at', 'created_at'].map((time) => iso(`k.${time}`)),
  ].join(', '),
);

export const KIND = 'api_key_expiring';
const NOTICE_DAYS = 7;

/**
 * Marks and announces at most $1 keys that end within a week, or within half of a shorter lifetime; $2 as many event ids. A
 * rolled or revoked key was ended by a person, who needs no notice: it ends before its lifetime does.
 */
export const CLAIM = statement(
  'api_keys_claim_expiring',
  `WITH expiring AS MATERIALIZED (
    SELECT k.merchant_id, k.mode, k.id AS object_id, k.name, ${iso('k.expires_at', 'until')}, ${KEY_JSON} AS data
    FROM api_keys k
    WHERE k.lifetime_seconds IS NOT NULL AND k.expires_at > now() AND k.expires_at <= now() + interval '${NOTICE_DAYS} days'
      AND k.expires_at <= now() + make_interval(secs => k.lifetime_seconds / 2)
      AND k.expires_at >= k.created_at + make_interval(secs => k.lifetime_seconds)
      AND NOT ${isNoticed(KIND, 'k.merchant_id', 'k.id')}
    ORDER BY k.expires_at LIMIT $1),
  ${claimNotices(KIND, 'expiring')},
  marked AS MATERIALIZED (
    SELECT e.*, row_number() OVER () AS place
    FROM expiring e JOIN noticed n ON n.merchant_id = e.merchant_id AND n.object_id = e.object_id),
  source AS (
    SELECT m.merchant_id, m.mode, i.event_id, 'api_key.expiring' AS event, 'api_key' AS object, m.object_id, 1 AS version,
      m.data, 'system' AS actor, NULL::text AS request_id, NULL::text AS trace_parent
    FROM marked m JOIN unnest($2::text[]) WITH ORDINALITY AS i(event_id, place) USING (place)),
  ${announce('source')}
  SELECT merchant_id AS "merchantId", object_id AS id, name, until,
    CASE place WHEN 1 THEN ${DELIVERY_HINTS} ELSE '[]' END AS hints
  FROM marked ORDER BY until, object_id`,
);
