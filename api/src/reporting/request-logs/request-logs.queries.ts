import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { BEGUN } from '../../platform/idempotency/idempotency.sql.js';

const COLUMNS = [
  columns('l', 'id', 'method', 'path', 'status', 'duration_ms', 'actor'),
  'l.api_key_id AS api_key',
  columns('l', 'ip', 'user_agent', 'request_id', 'idempotency_key', 'error_code', 'error_description'),
  iso('l.created_at'),
].join(', ');

/** One request of a list. */
export const REQUEST_JSON = jsonObject(COLUMNS);

/**
 * The response that the request's idempotency key holds. A key made later, after the first had expired, belongs to another
 * request; the clocks of server and database may differ by a minute. Responses that hold a secret are encrypted and left
 * out, and so are the façades', because they translate the stored object.
 */
const KEPT_RESPONSE = `(SELECT k.body FROM idempotency_keys k
  WHERE k.merchant_id = l.merchant_id AND k.scope = '' AND k.key = l.idempotency_key AND k.status <> ${BEGUN}
    AND NOT k.body_encrypted AND k.created_at < l.created_at + interval '1 minute'
    AND l.status < 400 AND l.path LIKE '/api/v1/%')`;

export const GET = statement(
  'request_logs_get',
  `SELECT ${jsonObject(`${COLUMNS}, l.request_body, coalesce(l.response_body, ${KEPT_RESPONSE}) AS response_body`)} AS body
   FROM request_logs l WHERE l.merchant_id = $1 AND l.id = $2`,
);

/** Deletes at most $2 rows older than $1 ms, merchant by merchant: the id holds the time, so the primary key finds them. */
export const FORGET = statement(
  'request_logs_forget',
  `WITH old AS MATERIALIZED (
    SELECT o.* FROM merchants m CROSS JOIN LATERAL (
      SELECT l.merchant_id, l.id FROM request_logs l
      WHERE l.merchant_id = m.id AND l.id < (SELECT uuidv7(-${milliseconds('$1')}))
        AND l.created_at < now() - ${milliseconds('$1')}
      ORDER BY l.merchant_id, l.id LIMIT $2) o
    LIMIT $2)
  DELETE FROM request_logs l USING old WHERE l.merchant_id = old.merchant_id AND l.id = old.id RETURNING l.id`,
);

/** For the current transaction only. */
export const ASYNC_COMMIT = statement('request_logs_async_commit', 'SET LOCAL synchronous_commit = off');

/** Ids hold the time of the request, not of the write, so that they sort by the former. */
export const WRITE = statement(
  'request_logs_write',
  `INSERT INTO request_logs (merchant_id, id, actor, api_key_id, method, path, status, duration_ms, ip, user_agent,
     request_id, idempotency_key, error_code, error_description, request_body, response_body, created_at)
   SELECT merchant_id, uuidv7(created_at - clock_timestamp()), 'api_key:' || api_key_id, api_key_id, method, path, status,
     duration_ms, ip, user_agent, request_id, idempotency_key, error_code, error_description,
     left(request_body::text, $2), left(response_body, $2), created_at
   FROM json_to_recordset($1::json) AS r(merchant_id uuid, api_key_id text, method text, path text, status int,
     duration_ms int, ip text, user_agent text, request_id text, idempotency_key text, error_code text,
     error_description text, request_body json, response_body text, created_at timestamptz)`,
);
