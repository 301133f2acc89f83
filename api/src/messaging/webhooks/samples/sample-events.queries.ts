import { jsonObject } from '../../../platform/database/json.js';
import { statement } from '../../../platform/database/sql.js';
import { announce, DELIVERY_HINTS } from '../../events/events.sql.js';
import { endpointJson } from '../endpoints/endpoints.queries.js';

/** The endpoint as a webhook.test shows it. Its version grows, since no two events of an object bear the same. */
export const TOUCH = statement(
  'samples_touch',
  `UPDATE webhook_endpoints w SET version = w.version + 1
   WHERE w.merchant_id = $1 AND w.id = $2 AND w.deleted_at IS NULL
   RETURNING w.version, ${endpointJson('w')} AS data`,
);

/**
 * Announces a sample to one endpoint, whatever its filter: the CTE stands where announce() looks for endpoints. The event
 * is its own object (object_id = id), which is how a replay knows that it was never meant for anybody else.
 */
export const SEND = statement(
  'samples_send',
  `WITH webhook_endpoints AS (
    SELECT merchant_id, id, enabled, NULL::text[] AS events FROM webhook_endpoints WHERE merchant_id = $1 AND id = $2),
  source AS MATERIALIZED (
    SELECT $1::uuid AS merchant_id, $3::text AS mode, $4::text AS event_id, $5::text AS event, $6::text AS object,
      $4::text AS object_id, $7::int AS version, $8::text AS data, $9::text AS actor, $10::text AS request_id,
      $11::text AS trace_parent),
  ${announce('source')}
  SELECT ${jsonObject(`d.id, $5::text AS event, $4::text AS event_id, d.endpoint_id, 'pending' AS status`)} AS body,
    ${DELIVERY_HINTS} AS hints FROM deliveries d`,
);
