import { jsonObject } from '../../../platform/database/json.js';
import { statement } from '../../../platform/database/sql.js';
import { announce, DELIVERY_HINTS } from '../../events/events.sql.js';
import { endpointJson } from '../endpoints/endpoints.queries.js';

/**
 * The endpoint for a webhook.test event. Its version grows, because two events of an object never have the same one.
 */
export const TOUCH = statement(
  'samples_touch',
  `UPDATE webhook_endpoints w SET version = w.version + 1
   WHERE w.merchant_id = $1 AND w.id = $2 AND w.deleted_at IS NULL
   RETURNING w.version, ${endpointJson('w')} AS data`,
);

/**
 * Announces a sample to one endpoint, regardless of its filter: the CTE replaces the table from which announce() reads
 * the endpoints. The event is its own object (object_id = id), which excludes it from a replay to other endpoints.
 */
export const SEND = statement(
  'samples_send',
  `WITH webhook_endpoints AS (
    SELECT merchant_id, id, enabled, ARRAY[$5::text] AS events FROM webhook_endpoints WHERE merchant_id = $1 AND id = $2),
  source AS MATERIALIZED (
    SELECT $1::uuid AS merchant_id, $3::text AS mode, $4::text AS event_id, $5::text AS event, $6::text AS object,
      $4::text AS object_id, $7::int AS version, $8::text AS data, $9::text AS actor, $10::text AS request_id,
      $11::text AS trace_parent),
  ${announce('source')}
  SELECT ${jsonObject(`d.id, $5::text AS event, $4::text AS event_id, d.endpoint_id, 'pending' AS status`)} AS body,
    ${DELIVERY_HINTS} AS hints FROM deliveries d`,
);
