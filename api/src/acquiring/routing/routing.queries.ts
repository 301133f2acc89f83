import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { routingOf } from './routing.sql.js';

export const LOAD = statement('routing_load', `SELECT ${routingOf('$1')} AS routing`);

/** The rules as responses show them; no row if the merchant never stored any. */
export const GET = statement(
  'routing_rules_get',
  `SELECT ${jsonObject([columns('r', 'version', 'rules', 'retry_elsewhere', 'updated_by'), iso('r.updated_at')].join(', '))} AS body
   FROM routing_rules r WHERE r.merchant_id = $1`,
);

/** Serialises the changes of a merchant's rules, also the first one. */
export const LOCK = statement('routing_rules_lock', 'SELECT FROM merchants WHERE id = $1 FOR NO KEY UPDATE');

/** $2 the rules as JSON, $3 the reasons or null, $4 the version that they replace, $5 the actor. No row: it has changed. */
export const PUT = statement(
  'routing_rules_put',
  `WITH stored AS (
    INSERT INTO routing_rules AS r (merchant_id, rules, retry_elsewhere, updated_by)
    SELECT $1::uuid, $2::json, $3::text[], $5::text
    WHERE $4::int = coalesce((SELECT version FROM routing_rules WHERE merchant_id = $1), 0)
    ON CONFLICT (merchant_id) DO UPDATE SET rules = EXCLUDED.rules, retry_elsewhere = EXCLUDED.retry_elsewhere,
      version = r.version + 1, updated_by = EXCLUDED.updated_by, updated_at = now()
    RETURNING *)
  SELECT ${jsonObject([columns('r', 'version', 'rules', 'retry_elsewhere', 'updated_by'), iso('r.updated_at')].join(', '))} AS body
  FROM stored r`,
);

/** Begins the trial of an account that was passed over for long enough, unless another payment has. $4 its longest time in ms. */
export const BEGIN_TRIAL = statement(
  'account_health_begin_trial',
  `UPDATE account_health SET trial_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND account_id = $2 AND method = $3 AND passed_over_until <= now()
     AND (trial_until IS NULL OR trial_until <= now())
   RETURNING method`,
);

/** Locks the health of some accounts, which are made first if they are new. $1 to $3 one element for each. */
export const LOCK_HEALTH = statement(
  'account_health_lock',
  `WITH named AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n(merchant_id, account_id, method)),
  made AS (
    INSERT INTO account_health AS h (merchant_id, account_id, method)
    SELECT n.* FROM named n JOIN connector_accounts a ON a.merchant_id = n.merchant_id AND a.id = n.account_id
    ORDER BY 1, 2, 3
    ON CONFLICT (merchant_id, account_id, method) DO UPDATE SET updated_at = now() RETURNING h.*)
  SELECT merchant_id AS "merchantId", account_id AS "accountId", method, score, attempts, trips,
    (extract(epoch FROM passed_over_until) * 1000)::float8 AS "passedOverUntil",
    (extract(epoch FROM trial_until) * 1000)::float8 AS "trialUntil", (extract(epoch FROM now()) * 1000)::float8 AS now
  FROM made`,
);

/** $1 a JSON array of rows. */
export const STORE_HEALTH = statement(
  'account_health_store',
  `UPDATE account_health h SET score = r.score, attempts = r.attempts, trips = r.trips,
     passed_over_until = to_timestamp(r."passedOverUntil" / 1000), trial_until = to_timestamp(r."trialUntil" / 1000)
   FROM json_to_recordset($1::json) AS r("merchantId" uuid, "accountId" text, method text, score float8, attempts bigint,
     trips int, "passedOverUntil" float8, "trialUntil" float8)
   WHERE h.merchant_id = r."merchantId" AND h.account_id = r."accountId" AND h.method = r.method`,
);
