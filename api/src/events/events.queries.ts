import { iso, jsonObject } from '../database/json.js';
import { idsBeginning } from '../database/search.js';
import { LOOKED_UP, statement } from '../database/sql.js';
import { DELIVERY_HINTS, redeliver } from './events.sql.js';

const COLUMNS = `v.id, v.type AS event, v.object_id, v.version, v.mode, v.actor, v.request_id, ${iso('v.created_at')},
  v.payload::json AS payload`;

const DELIVERY = jsonObject('l.id, l.endpoint_id, l.status, l.attempts');
const DELIVERIES = `(SELECT '[' || coalesce(string_agg(${DELIVERY}, ',' ORDER BY l.id), '') || ']'
  FROM webhook_logs l WHERE l.merchant_id = v.merchant_id AND l.event_id = v.id)`;

/** One event of a list; the payload is the very object that was sent. */
export const EVENT_JSON = jsonObject(COLUMNS);

export const GET = statement(
  'events_get',
  `SELECT ${jsonObject(`${COLUMNS}, ${DELIVERIES}::json AS deliveries`)} AS body
   FROM events v WHERE v.merchant_id = $1 AND v.id = $2`,
);

/** Whether an event can be sent again. $3 endpoint, or null for all. */
export const RESENDABLE = statement(
  'events_resendable',
  `SELECT w.id IS NOT NULL AS "hasEndpoint", w.enabled AS "endpointEnabled"
   FROM events v LEFT JOIN webhook_endpoints w ON w.merchant_id = v.merchant_id AND w.id = $3 AND w.deleted_at IS NULL
   WHERE v.merchant_id = $1 AND v.id = $2`,
);

/**
 * Sends an event again: to the endpoint $3, whatever its filter says, or to every enabled one that had it or wants it. A
 * sample (its own object) was meant for one endpoint, so others do not get it now.
 */
export const RESEND = statement(
  'events_resend',
  `WITH wanted AS MATERIALIZED (
    SELECT v.merchant_id, v.id AS event_id, w.id AS endpoint_id
    FROM events v JOIN webhook_endpoints w ON w.merchant_id = v.merchant_id AND w.enabled
    WHERE v.merchant_id = $1 AND v.id = $2 AND CASE WHEN $3::text IS NOT NULL THEN w.id = $3
      ELSE (v.object_id <> v.id AND (w.events IS NULL OR v.type = ANY (w.events))) OR EXISTS (
        SELECT FROM webhook_logs l WHERE l.merchant_id = v.merchant_id AND l.event_id = v.id AND l.endpoint_id = w.id
        ${LOOKED_UP}) END),
  ${redeliver('wanted')}
  SELECT ${DELIVERY_HINTS} AS hints`,
);

export const RESENT = statement(
  'events_resent',
  `SELECT '{"data":' || ${DELIVERIES} || '}' AS body FROM events v WHERE v.merchant_id = $1 AND v.id = $2`,
);

/** The ids at or after $2: read from the primary key's index alone. */
export const IDS_SINCE = statement('events_ids_since', 'SELECT id FROM events WHERE merchant_id = $1 AND id >= $2');

/** The first $4 events at or after $2 that are not among $3. Only their own rows are read; the others are known by id. */
export const NEW_SINCE = statement(
  'events_new_since',
  `WITH fresh AS MATERIALIZED (
    SELECT id FROM events WHERE merchant_id = $1 AND id >= $2 AND id NOT IN (SELECT unnest($3::text[])) ORDER BY id LIMIT $4)
   SELECT v.id, v.type, v.payload FROM fresh f JOIN events v ON v.merchant_id = $1 AND v.id = f.id ORDER BY v.id`,
);

/** The next $3 events after the id $2. */
export const AFTER = statement(
  'events_after',
  'SELECT id, type, payload FROM events WHERE merchant_id = $1 AND id > $2 ORDER BY id LIMIT $3',
);

/** What a list of them is searched by. */
export const SEARCH = statement(
  'events_search',
  `SELECT ${idsBeginning('events')} || ${idsBeginning('events', 'object_id')} AS found`,
);
