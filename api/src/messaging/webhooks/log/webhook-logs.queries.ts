import { columns, iso, jsonObject } from '../../../platform/database/json.js';
import { statement } from '../../../platform/database/sql.js';
import { DELIVERY_HINTS, redeliver } from '../../events/events.sql.js';

const COLUMNS = [
  columns('l', 'id', 'event', 'event_id'),
  columns('about', 'object_id', 'amount', 'currency'),
  columns('l', 'endpoint_id', 'mode', 'status', 'attempts'),
  iso('l.created_at'),
  iso('l.last_attempt_at'),
  iso('l.next_retry_at'),
  columns('l', 'response_code', 'error'),
].join(', ');

/** What the event is about: the first object of its payload. */
const ABOUT = `(SELECT v.object_id, (object.value ->> 'amount')::bigint AS amount, object.value ->> 'currency' AS currency
  FROM events v CROSS JOIN LATERAL (SELECT value FROM json_each(v.payload::json -> 'data') LIMIT 1) object
  WHERE v.merchant_id = l.merchant_id AND v.id = l.event_id) about`;

/** One delivery of a list. */
export const WEBHOOK_JSON = jsonObject(`${COLUMNS} FROM ${ABOUT}`);

const ATTEMPT = jsonObject(
  `${columns('a', 'attempt', 'request_headers', 'response_code', 'response_body', 'error', 'duration_ms')}, ${iso('a.created_at')}`,
);
const HISTORY = `(SELECT '[' || coalesce(string_agg(${ATTEMPT}, ',' ORDER BY a.fence), '') || ']'
  FROM webhook_attempts a WHERE a.merchant_id = l.merchant_id AND a.webhook_id = l.id)`;

export const GET = statement(
  'webhooks_get',
  `SELECT ${jsonObject(`${COLUMNS}, w.url, v.payload AS request_body, ${HISTORY}::json AS history FROM ${ABOUT}`)} AS body, w.format
   FROM webhook_logs l JOIN events v ON v.merchant_id = l.merchant_id AND v.id = l.event_id
   JOIN webhook_endpoints w ON w.merchant_id = l.merchant_id AND w.id = l.endpoint_id
   WHERE l.merchant_id = $1 AND l.id = $2`,
);

export const RETRYABLE = statement(
  'webhooks_retryable',
  `SELECT w.enabled FROM webhook_logs l JOIN webhook_endpoints w ON w.merchant_id = l.merchant_id AND w.id = l.endpoint_id
   WHERE l.merchant_id = $1 AND l.id = $2`,
);

/** Starts a new round of a delivery. One that a worker holds is only marked, see redeliver(). */
export const RETRY = statement(
  'webhooks_retry',
  `WITH wanted AS MATERIALIZED (
    SELECT merchant_id, event_id, endpoint_id FROM webhook_logs WHERE merchant_id = $1 AND id = $2),
  ${redeliver('wanted')}
  SELECT ${DELIVERY_HINTS} AS hints`,
);
