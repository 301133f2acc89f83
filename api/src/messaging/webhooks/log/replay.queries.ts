import { statement } from '../../../platform/database/sql.js';
import { DELIVERY_HINTS, matchesFilter, redeliver } from '../../events/events.sql.js';

/** `last` is null at the end of the walk. */
const progress = (id: string) => `
  (SELECT count(*)::int FROM deliveries) AS scheduled,
  (SELECT CASE WHEN count(*) = $5::int THEN max(${id} COLLATE "C") END FROM scanned) AS last, ${DELIVERY_HINTS} AS hints`;

/** The endpoint's next $5 deliveries after id $3, created since $4, with a status in $6. */
export const REPLAY_DELIVERIES = statement(
  'replay_deliveries',
  `WITH scanned AS MATERIALIZED (
    SELECT l.id, l.merchant_id, l.event_id, l.endpoint_id FROM webhook_logs l
    WHERE l.merchant_id = $1 AND l.endpoint_id = $2 AND l.id > $3 AND l.created_at >= $4 AND l.status = ANY ($6::text[])
    ORDER BY l.id LIMIT $5::int),
  ${redeliver('scanned')}
  SELECT ${progress('id::text')}`,
);

/**
 * Of the next $5 events after id $3, those that match the endpoint's filter and were never sent to it. A sample event
 * (its object is itself) was for another endpoint. The subquery is no anti-join, because that would read the endpoint's
 * whole log in every step.
 */
export const REPLAY_MISSING = statement(
  'replay_missing',
  `WITH scanned AS MATERIALIZED (
    SELECT v.merchant_id, v.id, v.type, v.object_id, v.created_at FROM events v
    WHERE v.merchant_id = $1 AND v.id > $3 ORDER BY v.id LIMIT $5::int),
  missing AS MATERIALIZED (
    SELECT v.merchant_id, v.id AS event_id, w.id AS endpoint_id
    FROM scanned v JOIN webhook_endpoints w ON w.merchant_id = v.merchant_id AND w.id = $2
    WHERE v.created_at >= $4 AND v.object_id <> v.id AND ${matchesFilter('w', 'v.type')} AND (
      SELECT l.id FROM webhook_logs l WHERE l.merchant_id = v.merchant_id AND l.event_id = v.id AND l.endpoint_id = w.id
    ) IS NULL),
  ${redeliver('missing')}
  SELECT ${progress('id')}`,
);
