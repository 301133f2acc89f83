import { columns, iso, jsonObject } from '../../../platform/database/json.js';
import { statement } from '../../../platform/database/sql.js';
import { announce, DELIVERY_HINTS } from '../../events/events.sql.js';

/** An endpoint as responses and events show it: without its secrets. */
export const endpointJson = (w: string) =>
  jsonObject(
    [
      columns(
        w,
        'id',
        'mode',
        'version',
        'kind',
        'format',
        'url',
        'description',
        'events',
        'enabled',
        'header_names',
        'disabled_reason',
      ),
      iso(`${w}.failing_since`),
      `CASE WHEN ${w}.previous_secret_until > now() THEN iso(${w}.previous_secret_until) END AS previous_secret_until`,
      iso(`${w}.created_at`),
      iso(`${w}.updated_at`),
    ].join(', '),
  );

const THIS_ENDPOINT = `w.merchant_id = $1 AND w.id = $2 AND w.deleted_at IS NULL`;
const CHANGED = `version = w.version + 1, updated_at = now()`;

/** Serialises the creation of a merchant's endpoints, so that the limit counts all of them. */
export const LOCK_MERCHANT = statement(
  'endpoints_lock_merchant',
  'SELECT FROM merchants WHERE id = $1 FOR NO KEY UPDATE',
);

/** No row: the merchant already has $10 endpoints. */
export const CREATE = statement(
  'endpoints_create',
  `INSERT INTO webhook_endpoints (merchant_id, id, mode, kind, url, description, events, enabled, disabled_reason, secret_cipher,
     headers_cipher, header_names, format)
   SELECT $1::uuid, $2, $3, $4, $5, $6, $7::text[], $8::boolean, CASE WHEN NOT $8 THEN 'requested' END, $9, $11, $12::text[], $13
   WHERE (SELECT count(*) FROM webhook_endpoints WHERE merchant_id = $1 AND deleted_at IS NULL) < $10::int
   RETURNING ${endpointJson('webhook_endpoints')} AS body`,
);

export const GET = statement(
  'endpoints_get',
  `SELECT ${endpointJson('w')} AS body, w.mode, w.secret_cipher AS secret FROM webhook_endpoints w WHERE ${THIS_ENDPOINT}`,
);

export const LOCK = statement(
  'endpoints_lock',
  `SELECT w.kind, w.format, w.url, w.description, w.events, w.enabled, w.headers_cipher AS "headersCipher", ${endpointJson('w')} AS body
   FROM webhook_endpoints w WHERE ${THIS_ENDPOINT} FOR NO KEY UPDATE`,
);

/** $7 true: the endpoint no longer counts as failing. $8 the sealed headers, $9 their names. */
export const UPDATE = statement(
  'endpoints_update',
  `UPDATE webhook_endpoints w SET url = $3, description = $4, events = $5::text[], enabled = $6::boolean, ${CHANGED},
    headers_cipher = $8, header_names = $9::text[],
    disabled_reason = CASE WHEN NOT $6 THEN coalesce(w.disabled_reason, 'requested') END,
    failing_since = CASE WHEN NOT $7::boolean THEN w.failing_since END,
    failed_attempts = CASE WHEN NOT $7 THEN w.failed_attempts ELSE 0 END
   WHERE ${THIS_ENDPOINT} RETURNING ${endpointJson('w')} AS body`,
);

/** $3 seconds in which the old secret signs as well, $4 the new secret. */
export const ROTATE = statement(
  'endpoints_rotate',
  `UPDATE webhook_endpoints w SET secret_cipher = $4, ${CHANGED},
    previous_secret_cipher = CASE WHEN $3::int > 0 THEN w.secret_cipher END,
    previous_secret_until = CASE WHEN $3 > 0 THEN now() + make_interval(secs => $3) END
   WHERE ${THIS_ENDPOINT} RETURNING ${endpointJson('w')} AS body`,
);

/** $3 reason, $4 the URL that failed. No row if the endpoint is already disabled or has another URL. */
export const DISABLE = statement(
  'endpoints_disable',
  `UPDATE webhook_endpoints w SET enabled = false, disabled_reason = $3, ${CHANGED} WHERE ${THIS_ENDPOINT} AND w.enabled
     AND ($4::text IS NULL OR w.url = $4)
   RETURNING w.id`,
);

/** Its deliveries and their attempts stay. */
export const DELETE = statement(
  'endpoints_delete',
  `UPDATE webhook_endpoints w SET enabled = false, deleted_at = now(), ${CHANGED} WHERE ${THIS_ENDPOINT} RETURNING w.id`,
);

/**
 * Fails up to $3 pending deliveries of an endpoint that is about to be disabled. One that a worker holds is only
 * marked: if its attempt fails, RECORD ends it as failed. Runs before the endpoint's row is locked: RECORD locks in
 * that order.
 */
export const FAIL_PENDING = statement(
  'endpoints_fail_pending',
  `UPDATE webhook_logs l SET error = 'endpoint_disabled', updated_at = now(),
    status = CASE WHEN l.lease_until > now() THEN 'pending' ELSE 'failed' END,
    next_retry_at = CASE WHEN l.lease_until > now() THEN l.next_retry_at END
   WHERE l.merchant_id = $1 AND l.id = ANY (ARRAY(
     SELECT p.id FROM webhook_logs p WHERE p.merchant_id = $1 AND p.endpoint_id = $2 AND p.status = 'pending'
       AND p.error IS DISTINCT FROM 'endpoint_disabled' ORDER BY p.event_id LIMIT $3 FOR UPDATE))
   RETURNING l.id`,
);

/**
 * Announces to the other endpoints that this one is disabled. $3 event id, $4 actor, $5 request id, $6 trace parent.
 */
export const ANNOUNCE_DISABLED = statement(
  'endpoints_announce_disabled',
  `WITH source AS MATERIALIZED (
    SELECT w.merchant_id, w.mode, $3::text AS event_id, 'endpoint.disabled' AS event, 'endpoint' AS object,
      w.id AS object_id, w.version, ${endpointJson('w')} AS data, $4::text AS actor, $5::text AS request_id,
      $6::text AS trace_parent
    FROM webhook_endpoints w WHERE ${THIS_ENDPOINT}),
  ${announce('source')}
  SELECT ${DELIVERY_HINTS} AS hints`,
);
