import { OPTIMIZATION_FENCE } from '../../platform/database/sql.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { TYPES_ON_REQUEST } from './event-types.js';

/** The stored form of an event's data. The view `events` renders the payload from it. */
const packed = (s: string) => `pack_event('"' || ${s}.object || '":' || ${s}.data, ${s}.object_id)`;

/** The filter of endpoint `w` matches `type`. */
export const matchesFilter = (w: string, type: string) => `(${type} = ANY (${w}.events) OR (${w}.events IS NULL
  AND ${type} NOT IN (${TYPES_ON_REQUEST.map((each) => `'${each}'`).join(', ')})))`;

/** An enabled endpoint of the merchant of `row` names the type. */
export const isRequested = (row: string, type: (typeof TYPES_ON_REQUEST)[number]) =>
  `EXISTS (SELECT FROM webhook_endpoints r WHERE r.merchant_id = ${row}.merchant_id AND r.enabled
    AND '${type}' = ANY (r.events) ${OPTIMIZATION_FENCE})`;

/**
 * Announces state changes inside the caller's statement: one event per row of the CTE `source`, one delivery per event
 * and enabled endpoint that wants it. `source` has the columns merchant_id, mode, event_id, event, object
 * (payment, order, refund, customer, endpoint), object_id, version, data (the object's JSON text,
 * after which `,"name":` and the text of another may follow), actor, request_id, trace_parent.
 * Yields the CTEs `announced` and `deliveries`. The data is stored once, packed; each attempt sends the
 * same bytes.
 */
export const announce = (source: string) => `
  announced AS (
    INSERT INTO stored_events (merchant_id, id, mode, type, object_id, version, packed, actor, request_id, trace_parent)
    SELECT s.merchant_id, s.event_id, s.mode, s.event, s.object_id, s.version, ${packed('s')}, s.actor, s.request_id,
      s.trace_parent
    FROM ${source} s
    RETURNING merchant_id, id, mode, type),
  deliveries AS (
    INSERT INTO webhook_logs (merchant_id, mode, event_id, endpoint_id, event, next_retry_at)
    SELECT a.merchant_id, a.mode, a.id, e.id, a.type, now()
    FROM announced a JOIN webhook_endpoints e ON e.merchant_id = a.merchant_id AND e.enabled
      AND ${matchesFilter('e', 'a.type')}
    RETURNING merchant_id, id, endpoint_id)`;

/** Events of the demo data: those of the past, which no endpoint receives. `source` has the columns of {@link announce}, and `at`. */
export const recordPastEvents = (source: string) => `
  recorded AS (
    INSERT INTO stored_events (merchant_id, id, mode, type, object_id, version, packed, actor, created_at)
    SELECT s.merchant_id, s.event_id, s.mode, s.event, s.object_id, s.version, ${packed('s')}, s.actor, s.at
    FROM ${source} s)`;

/**
 * At most $4 events of the objects $2 that name $5, after the event $3, in the order of their ids, locked against other
 * erasures.
 */
export const EVENTS_NAMING = `
  WITH found AS MATERIALIZED (
    SELECT v.id FROM events v
    WHERE v.merchant_id = $1 AND v.object_id = ANY ($2::text[]) AND position($5::text IN v.payload) > 0),
  batch AS MATERIALIZED (SELECT id FROM found WHERE id > $3 ORDER BY id LIMIT $4)
  SELECT v.id, v.payload AS body FROM batch b JOIN events v ON v.merchant_id = $1 AND v.id = b.id
  ORDER BY v.id FOR NO KEY UPDATE OF v`;

/** Replaces payloads; $2 a JSON list of `id` and `body`. Nothing else of an event ever changes (trigger). */
export const REDACT_EVENTS = `
  UPDATE events v SET payload = r.body, redacted_at = now()
  FROM each_of($2::json) AS e(item) CROSS JOIN LATERAL json_to_record(e.item) AS r(id text, body text)
  WHERE v.merchant_id = $1 AND v.id = r.id`;

/** A worker holds the delivery. Only pending deliveries are leased. */
const LEASED = '(l.lease_until IS NOT NULL AND l.lease_until > now())';

/**
 * Starts a new round of deliveries in any status: due now, attempts 0. `source` has the columns merchant_id, event_id,
 * endpoint_id, each pair once; a pair without a delivery gets one. A delivery that a worker holds is only marked
 * (`again`): the new round begins after its attempt, unless that succeeds. The fence grows, so that a worker whose
 * lease ran out cannot overwrite the new round. Yields the CTE `deliveries`.
 */
export const redeliver = (source: string) => `
  deliveries AS (
    INSERT INTO webhook_logs AS l (merchant_id, mode, event_id, endpoint_id, event, next_retry_at)
    SELECT v.merchant_id, v.mode, v.id, s.endpoint_id, v.type, now()
    FROM ${source} s JOIN events v ON v.merchant_id = s.merchant_id AND v.id = s.event_id
    ORDER BY v.merchant_id, v.id, s.endpoint_id
    ON CONFLICT (merchant_id, event_id, endpoint_id) DO UPDATE SET status = 'pending', updated_at = now(),
      again = ${LEASED},
      error = CASE WHEN ${LEASED} THEN NULL ELSE l.error END,
      attempts = CASE WHEN ${LEASED} THEN l.attempts ELSE 0 END,
      fence = CASE WHEN ${LEASED} THEN l.fence ELSE l.fence + 1 END,
      lease_until = CASE WHEN ${LEASED} THEN l.lease_until END,
      next_retry_at = CASE WHEN ${LEASED} THEN l.next_retry_at ELSE now() END
    RETURNING merchant_id, id, endpoint_id)`;

/** The hints for the CTE `deliveries` of {@link announce} or {@link redeliver}, as one JSON list: `… AS hints`. */
export const DELIVERY_HINTS = `(SELECT coalesce(json_agg(json_build_object('queue', 'webhooks', 'data',
    json_build_object('merchantId', merchant_id, 'deliveryId', id, 'endpointId', endpoint_id))), '[]') FROM deliveries)`;

export interface WithHints {
  hints: Hint<'webhooks'>[];
}
