import { iso, jsonObject } from '../../platform/database/json.js';
import { idsBeginning } from '../../platform/database/search.js';
import { OPTIMIZATION_FENCE, statement } from '../../platform/database/sql.js';
import { DELIVERY_HINTS, matchesFilter, redeliver } from './events.sql.js';

const COLUMNS = `v.id, v.type AS event, v.object_id, v.version, v.mode, v.actor, v.request_id, ${iso('v.created_at')},
  v.redacted_at IS NOT NULL AS redacted, v.payload::json AS payload`;

const DELIVERY = jsonObject('l.id, l.endpoint_id, l.status, l.attempts');
const DELIVERIES = `(SELECT '[' || coalesce(string_agg(${DELIVERY}, ',' ORDER BY l.id), '') || ']'
  FROM webhook_logs l WHERE l.merchant_id = v.merchant_id AND l.event_id = v.id)`;

/** One event of a list. The payload is the object as it was sent. */
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
 * Sends an event again: to endpoint $3 regardless of its filter, or to every enabled endpoint that received it or whose
 * filter matches it. A sample event (its object is itself) was for one endpoint, so the others do not receive it.
 */
export const RESEND = statement(
  'events_resend',
  `WITH wanted AS MATERIALIZED (
    SELECT v.merchant_id, v.id AS event_id, w.id AS endpoint_id
    FROM events v JOIN webhook_endpoints w ON w.merchant_id = v.merchant_id AND w.enabled
    WHERE v.merchant_id = $1 AND v.id = $2 AND CASE WHEN $3::text IS NOT NULL THEN w.id = $3
      ELSE (v.object_id <> v.id AND ${matchesFilter('w', 'v.type')}) OR EXISTS (
        SELECT FROM webhook_logs l WHERE l.merchant_id = v.merchant_id AND l.event_id = v.id AND l.endpoint_id = w.id
        ${OPTIMIZATION_FENCE}) END),
  ${redeliver('wanted')}
  SELECT ${DELIVERY_HINTS} AS hints`,
);

export const RESENT = statement(
  'events_resent',
  `SELECT '{"data":' || ${DELIVERIES} || '}' AS body FROM events v WHERE v.merchant_id = $1 AND v.id = $2`,
);

/** Adds event $2 to the event stream again, at position $3. */
export const ADD_RESEND = statement(
  'events_add_resend',
  'INSERT INTO event_resends (merchant_id, event_id, id) VALUES ($1, $2, $3)',
);

/**
 * The entries of the event stream: events and resent events in the order of their ids. Each half has its own limit, so
 * that it is read from its primary key.
 */
const entries = (condition: string, limit: string) => `
  (SELECT e.id, e.id AS event_id, false AS resent FROM events e
    WHERE e.merchant_id = $1 AND ${condition.replaceAll('{id}', 'e.id')} ORDER BY e.id LIMIT ${limit})
  UNION ALL
  (SELECT r.id, r.event_id, true FROM event_resends r
    WHERE r.merchant_id = $1 AND ${condition.replaceAll('{id}', 'r.id')} ORDER BY r.id LIMIT ${limit})
  ORDER BY id LIMIT ${limit}`;

const ENTRY = 'n.id, n.resent, v.type, v.payload';

/** The ids at or after $2, from index-only scans of the primary keys. */
export const IDS_SINCE = statement(
  'events_ids_since',
  `SELECT id FROM events WHERE merchant_id = $1 AND id >= $2
   UNION ALL SELECT id FROM event_resends WHERE merchant_id = $1 AND id >= $2`,
);

/** The first $4 entries at or after $2 whose ids are not in $3. Only the rows of these entries are read. */
export const NEW_SINCE = statement(
  'events_new_since',
  `WITH n AS MATERIALIZED (${entries('{id} >= $2 AND {id} NOT IN (SELECT unnest($3::text[]))', '$4')})
   SELECT ${ENTRY} FROM n JOIN events v ON v.merchant_id = $1 AND v.id = n.event_id ORDER BY n.id`,
);

/** The next $3 entries after the id $2. */
export const AFTER = statement(
  'events_after',
  `WITH n AS MATERIALIZED (${entries('{id} > $2', '$3')})
   SELECT ${ENTRY} FROM n JOIN events v ON v.merchant_id = $1 AND v.id = n.event_id ORDER BY n.id`,
);

/** The ids that a search of the list finds. */
export const SEARCH = statement(
  'events_search',
  `SELECT ${idsBeginning('events')} || ${idsBeginning('events', 'object_id')} AS found`,
);
