import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';

const HEALTH = (a: string) => `(SELECT coalesce(json_agg(json_build_object('method', h.method,
    'state', CASE WHEN h.passed_over_until IS NULL THEN 'well' WHEN h.passed_over_until > now() THEN 'passed_over' ELSE 'trial' END,
    'score', round(h.score::numeric, 3)::float8, 'attempts', h.attempts, 'passed_over_until', iso(h.passed_over_until))
    ORDER BY h.method), '[]')
  FROM account_health h WHERE h.merchant_id = ${a}.merchant_id AND h.account_id = ${a}.id)`;

/** An account as responses show it, without its secrets and its notification address. */
const accountJson = (a: string) =>
  jsonObject(
    [
      columns(
        a,
        'id',
        'mode',
        'connector',
        'label',
        'methods',
        'currencies',
        'priority',
        'enabled',
        'credentials_last4',
        'acquirer_account',
        'webhook_secret_last4',
        'previous_webhook_secret_last4',
      ),
      `${HEALTH(a)} AS health`,
      `${a}.webhook_secret_cipher IS NOT NULL AS has_webhook_secret`,
      `${a}.previous_webhook_secret_cipher IS NOT NULL AS has_previous_webhook_secret`,
      iso(`${a}.last_notification_at`),
      iso(`${a}.last_verified_at`),
      iso(`${a}.tested_at`),
      columns(a, 'test_result', 'created_by', 'version'),
      iso(`${a}.created_at`),
      iso(`${a}.updated_at`),
    ].join(', '),
  );

const ROW = (a: string) => `${a}.id, ${a}.connector, ${accountJson(a)} AS body`;
const THIS_ACCOUNT = `a.merchant_id = $1 AND a.id = $2 AND a.removed_at IS NULL`;
const CHANGED = `version = a.version + 1, updated_at = now()`;

/** In the order in which routing tries them. */
export const LIST = statement(
  'connector_accounts_list',
  `SELECT ${ROW('a')} FROM connector_accounts a WHERE a.merchant_id = $1 AND a.removed_at IS NULL
   ORDER BY a.priority, a.id LIMIT $2`,
);

export const GET = statement(
  'connector_accounts_get',
  `SELECT ${ROW('a')}, a.merchant_id AS "merchantId", a.mode, a.version, a.acquirer_account AS "acquirerAccount",
     a.credentials_cipher AS "credentialsCipher"
   FROM connector_accounts a WHERE ${THIS_ACCOUNT}`,
);

/** Serialises the creation of a merchant's accounts, so that the limit counts all of them. */
export const LOCK_MERCHANT = statement(
  'connector_accounts_lock_merchant',
  'SELECT FROM merchants WHERE id = $1 FOR NO KEY UPDATE',
);

/** $1 the row as JSON. No row: the merchant already has $2 accounts. */
export const CREATE = statement(
  'connector_accounts_create',
  `INSERT INTO connector_accounts AS a (merchant_id, id, mode, connector, label, methods, currencies, priority,
     credentials_cipher, credentials_last4, webhook_secret_cipher, webhook_secret_last4, created_by, acquirer_account,
     test_result, tested_at)
   SELECT r.merchant_id, r.id, r.mode, r.connector, r.label, r.methods, r.currencies, r.priority,
     r.credentials_cipher, r.credentials_last4, r.webhook_secret_cipher, r.webhook_secret_last4, r.created_by,
     r.acquirer_account, r.test_result, now()
   FROM json_to_record($1::json) AS r(merchant_id uuid, id text, mode text, connector text, label text, methods text[],
     currencies text[], priority int, credentials_cipher text, credentials_last4 text, webhook_secret_cipher text,
     webhook_secret_last4 text, created_by text, acquirer_account text, test_result json)
   WHERE (SELECT count(*) FROM connector_accounts o
     WHERE o.merchant_id = r.merchant_id AND o.removed_at IS NULL) < $2::int
   RETURNING ${ROW('a')}`,
);

/**
 * The simulated account of a test merchant that never had an account. The index connector_accounts_system makes it one
 * row, however many statements run at once.
 */
export const ENSURE_SIMULATED = statement(
  'connector_accounts_ensure_simulated',
  `INSERT INTO connector_accounts (merchant_id, id, mode, connector, label, created_by)
   SELECT m.id, $2, m.mode, 'simulated', 'Simulated acquirer', 'system' FROM merchants m
   WHERE m.id = $1 AND m.mode = 'test' AND NOT EXISTS (SELECT FROM connector_accounts a WHERE a.merchant_id = m.id)
   ON CONFLICT (merchant_id) WHERE created_by = 'system' DO NOTHING RETURNING id`,
);

export const LOCK = statement(
  'connector_accounts_lock',
  `SELECT a.label, a.methods, a.currencies, a.priority, a.enabled,
     a.acquirer_account, a.credentials_cipher, a.credentials_last4, a.webhook_secret_cipher, a.webhook_secret_last4,
     a.previous_webhook_secret_cipher, a.previous_webhook_secret_last4
   FROM connector_accounts a WHERE ${THIS_ACCOUNT} FOR NO KEY UPDATE`,
);

/** $3 the changed row as JSON; `tested`: the result of the test of new credentials, or null. */
export const UPDATE = statement(
  'connector_accounts_update',
  `UPDATE connector_accounts a SET label = r.label, methods = r.methods, currencies = r.currencies,
     priority = r.priority, enabled = r.enabled, acquirer_account = r.acquirer_account,
     credentials_cipher = r.credentials_cipher, credentials_last4 = r.credentials_last4,
     webhook_secret_cipher = r.webhook_secret_cipher, webhook_secret_last4 = r.webhook_secret_last4,
     previous_webhook_secret_cipher = r.previous_webhook_secret_cipher,
     previous_webhook_secret_last4 = r.previous_webhook_secret_last4, test_result = coalesce(r.tested, a.test_result),
     tested_at = CASE WHEN r.tested IS NULL THEN a.tested_at ELSE now() END, ${CHANGED}
   FROM json_to_record($3::json) AS r(label text, methods text[], currencies text[], priority int, enabled boolean,
     acquirer_account text, credentials_cipher text, credentials_last4 text, webhook_secret_cipher text,
     webhook_secret_last4 text, previous_webhook_secret_cipher text, previous_webhook_secret_last4 text, tested json)
   WHERE ${THIS_ACCOUNT} RETURNING ${ROW('a')}`,
);

/** $3 the version that was tested, $4 the result, $5 the acquirer's id of the account. No row if it has changed. */
export const RECORD_TEST = statement(
  'connector_accounts_record_test',
  `UPDATE connector_accounts a SET tested_at = now(), test_result = $4::json,
     acquirer_account = coalesce(a.acquirer_account, $5)
   WHERE ${THIS_ACCOUNT} AND a.version = $3 RETURNING ${ROW('a')}`,
);

/** Its credentials stay, because charges made with it may still be refunded or looked up. */
export const REMOVE = statement(
  'connector_accounts_remove',
  `UPDATE connector_accounts a SET enabled = false, removed_at = now(), ${CHANGED} WHERE ${THIS_ACCOUNT} RETURNING a.id`,
);
