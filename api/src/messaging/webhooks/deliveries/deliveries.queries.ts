import { LEASE_RAN_OUT, leaseFree, takeLease } from '../../../platform/database/lease.sql.js';
import { type Form, MANY, milliseconds, ONE, statement } from '../../../platform/database/sql.js';

/** An endpoint that has failed for this long, in at least so many attempts, is disabled. */
const DISABLE_AFTER_DAYS = 5;
const DISABLE_AFTER_ATTEMPTS = 12;

const AND_DUE = `AND l.next_retry_at <= now() AND ${leaseFree('l')}`;
/**
 * Pending, written so that no partial index on pending rows matches. Otherwise a plan cached while there were none
 * would scan that index instead of the primary key, and would stay cached when a backlog grows.
 */
const OPEN = `l.status NOT IN ('success', 'failed')`;

/** `picked`: a CTE with merchant_id, id and lease_ms of due, locked deliveries. */
const lease = (picked: string, id = 'l.id') => `
  ${picked}
  UPDATE webhook_logs l SET ${takeLease('l', 'k.lease_ms')}, attempts = l.attempts + 1,
    last_attempt_at = now(), error = NULL
  FROM picked k, events e, webhook_endpoints w
  WHERE l.merchant_id = k.merchant_id AND l.id = k.id
    AND e.merchant_id = l.merchant_id AND e.id = l.event_id AND w.merchant_id = l.merchant_id AND w.id = l.endpoint_id
  RETURNING ${id}, l.merchant_id AS "merchantId", l.id AS "deliveryId", l.endpoint_id AS "endpointId", l.mode, l.fence, l.attempts,
    e.id AS "eventId", e.type AS event, e.object_id AS "objectId", e.payload, e.trace_parent AS "traceParent",
    e.request_id AS "requestId", ${LEASE_RAN_OUT} AS "takenOver", w.enabled, w.kind, w.format, w.url, w.secret_cipher AS secret,
    w.headers_cipher AS "headersCipher",
    CASE WHEN w.previous_secret_until > now() THEN w.previous_secret_cipher END AS "previousSecret"`;

const leaseDue = (form: Form) =>
  lease(`WITH input AS MATERIALIZED (${form.rows('merchant_id uuid, id uuid, lease_ms float8')}),
  picked AS MATERIALIZED (
    SELECT l.merchant_id, l.id, i.lease_ms FROM input i JOIN webhook_logs l ON l.merchant_id = i.merchant_id AND l.id = i.id
    WHERE ${OPEN} ${AND_DUE} ORDER BY l.merchant_id, l.id FOR NO KEY UPDATE OF l ${form.locked})`);
/** Leases a due delivery and counts its attempt. */
export const LEASE = {
  one: statement('deliveries_lease', leaseDue(ONE)),
  many: statement('deliveries_lease_many', leaseDue(MANY)),
};
const leaseNext = (form: Form) =>
  lease(
    `WITH input AS MATERIALIZED (${form.rows('merchant_id uuid, endpoint_id text, id text, lease_ms float8')}),
  free AS MATERIALIZED (
    SELECT merchant_id, endpoint_id, lease_ms, array_agg(id) AS slots FROM input GROUP BY merchant_id, endpoint_id, lease_ms),
  picked AS MATERIALIZED (
    SELECT f.merchant_id, d.id, f.lease_ms, f.slots[row_number() OVER (PARTITION BY f.merchant_id, f.endpoint_id)] AS slot
    FROM free f CROSS JOIN LATERAL (
      SELECT l.id FROM webhook_logs l
      WHERE l.merchant_id = f.merchant_id AND l.endpoint_id = f.endpoint_id AND l.status = 'pending' ${AND_DUE}
      ORDER BY l.next_retry_at LIMIT cardinality(f.slots) FOR NO KEY UPDATE SKIP LOCKED) d)`,
    'k.slot AS id',
  );
/** Leases the endpoint's next due delivery for each free slot. `id` is the slot's name. */
export const LEASE_NEXT = {
  one: statement('deliveries_lease_next', leaseNext(ONE)),
  many: statement('deliveries_lease_next_many', leaseNext(MANY)),
  skippedIsFinal: true,
};

/** The endpoint was disabled while the delivery was leased (FAIL_PENDING): there is no next attempt. */
const ENDPOINT_DISABLED = `(i.status = 'pending' AND l.error IS NOT DISTINCT FROM 'endpoint_disabled')`;

/**
 * A new round was requested while the delivery was leased (redeliver): it begins now, unless this attempt succeeded.
 */
const RESTART_REQUESTED = `(l.again AND i.status <> 'success' AND l.error IS DISTINCT FROM 'endpoint_disabled')`;

const RESULT = `merchant_id uuid, id uuid, fence bigint, status text, retry_ms float8, response_code int, error text,
  attempted boolean, succeeded boolean, request_headers json, response_body text, duration_ms int`;

/**
 * Records attempts in one statement: the delivery, the attempt with its bytes, and since when the endpoint fails. In a
 * batch, one success of an endpoint outweighs its failures.
 */
const record = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(RESULT)}),
  held AS MATERIALIZED (
    SELECT i.* FROM input i JOIN webhook_logs l ON l.merchant_id = i.merchant_id AND l.id = i.id
    WHERE l.fence = i.fence AND ${OPEN} ORDER BY l.merchant_id, l.id FOR NO KEY UPDATE OF l ${form.locked}),
  changed AS (
    UPDATE webhook_logs l SET lease_until = NULL, updated_at = now(), again = false,
      status = CASE WHEN ${ENDPOINT_DISABLED} THEN 'failed' WHEN ${RESTART_REQUESTED} THEN 'pending' ELSE i.status END,
      error = CASE WHEN ${ENDPOINT_DISABLED} THEN l.error ELSE i.error END,
      next_retry_at = CASE WHEN ${RESTART_REQUESTED} THEN now() WHEN i.status = 'pending' AND NOT ${ENDPOINT_DISABLED} THEN now() + ${milliseconds('i.retry_ms')} END,
      attempts = CASE WHEN ${RESTART_REQUESTED} THEN 0 WHEN i.attempted THEN l.attempts ELSE l.attempts - 1 END,
      response_code = CASE WHEN i.attempted THEN i.response_code ELSE l.response_code END
    FROM held i WHERE l.merchant_id = i.merchant_id AND l.id = i.id
    RETURNING l.merchant_id, l.id, l.endpoint_id, l.fence, old.attempts, i.attempted, i.succeeded, i.request_headers,
      i.response_code, i.response_body, i.error, i.duration_ms),
  logged AS (
    INSERT INTO webhook_attempts (merchant_id, webhook_id, fence, attempt, request_headers, response_code, response_body,
      error, duration_ms)
    SELECT merchant_id, id, fence, attempts, request_headers, response_code, response_body, error, duration_ms
    FROM changed WHERE attempted),
  by_endpoint AS (
    SELECT merchant_id, endpoint_id, bool_or(succeeded) AS succeeded, count(*)::int AS times FROM changed
    WHERE attempted AND error IS DISTINCT FROM 'shutting_down' GROUP BY merchant_id, endpoint_id),
  marked AS MATERIALIZED (
    SELECT w.merchant_id, w.id, e.succeeded, e.times
    FROM by_endpoint e JOIN webhook_endpoints w ON w.merchant_id = e.merchant_id AND w.id = e.endpoint_id
    WHERE NOT e.succeeded OR w.failing_since IS NOT NULL ORDER BY w.merchant_id, w.id FOR NO KEY UPDATE OF w),
  endpoint AS (
    UPDATE webhook_endpoints w SET
      failing_since = CASE WHEN m.succeeded THEN NULL ELSE coalesce(w.failing_since, now()) END,
      failed_attempts = CASE WHEN m.succeeded THEN 0 ELSE w.failed_attempts + m.times END
    FROM marked m WHERE w.merchant_id = m.merchant_id AND w.id = m.id
    RETURNING w.merchant_id, w.id, w.enabled AND w.failing_since <= now() - interval '${DISABLE_AFTER_DAYS} days'
      AND w.failed_attempts >= ${DISABLE_AFTER_ATTEMPTS} AS should_disable)
  SELECT c.id, coalesce(e.should_disable, false) AS "shouldDisable"
  FROM changed c LEFT JOIN endpoint e ON e.merchant_id = c.merchant_id AND e.id = c.endpoint_id`;
export const RECORD = {
  one: statement('deliveries_record', record(ONE)),
  many: statement('deliveries_record_many', record(MANY)),
};

/** Ends a lease without an attempt: the delivery is due again at once. $3 fence. */
export const HAND_BACK = statement(
  'deliveries_hand_back',
  `UPDATE webhook_logs l SET attempts = CASE WHEN l.again THEN 0 ELSE l.attempts - 1 END, again = false, lease_until = NULL
   WHERE l.merchant_id = $1 AND l.id = $2 AND l.fence = $3 AND ${OPEN}`,
);

/**
 * Deletes up to $2 attempts that are older than $1 ms, of finished deliveries. The id of a delivery contains its time,
 * so the primary key finds the oldest of each merchant first.
 */
export const FORGET_ATTEMPTS = statement(
  'deliveries_forget_attempts',
  `WITH old AS MATERIALIZED (
    SELECT o.* FROM merchants m CROSS JOIN LATERAL (
      SELECT a.merchant_id, a.webhook_id, a.fence FROM webhook_attempts a
      WHERE a.merchant_id = m.id AND a.webhook_id < (SELECT uuidv7(-${milliseconds('$1')})) AND a.created_at < now() - ${milliseconds('$1')}
        AND NOT EXISTS (SELECT FROM webhook_logs l
          WHERE l.merchant_id = a.merchant_id AND l.id = a.webhook_id AND l.status = 'pending')
      ORDER BY a.merchant_id, a.webhook_id LIMIT $2) o
    LIMIT $2)
  DELETE FROM webhook_attempts a USING old
  WHERE a.merchant_id = old.merchant_id AND a.webhook_id = old.webhook_id AND a.fence = old.fence RETURNING a.fence`,
);

/**
 * The oldest due delivery of each endpoint, the oldest of all first. The recursion skips from endpoint to endpoint along
 * the index webhook_logs_endpoint_due. $1 rows, $2 grace ms.
 */
export const DUE = statement(
  'deliveries_due',
  `WITH RECURSIVE waiting AS (
    (SELECT merchant_id, endpoint_id FROM webhook_logs WHERE status = 'pending' ORDER BY merchant_id, endpoint_id LIMIT 1)
    UNION ALL
    SELECT n.merchant_id, n.endpoint_id FROM waiting w CROSS JOIN LATERAL (
      SELECT l.merchant_id, l.endpoint_id FROM webhook_logs l
      WHERE l.status = 'pending' AND (l.merchant_id, l.endpoint_id) > (w.merchant_id, w.endpoint_id)
      ORDER BY l.merchant_id, l.endpoint_id LIMIT 1) n)
  SELECT d.id, d.merchant_id AS "merchantId", d.endpoint_id AS "endpointId"
  FROM waiting w CROSS JOIN LATERAL (
    SELECT l.* FROM webhook_logs l
    WHERE l.status = 'pending' AND l.merchant_id = w.merchant_id AND l.endpoint_id = w.endpoint_id
      AND l.next_retry_at <= now() - ${milliseconds('$2')} AND ${leaseFree('l')}
    ORDER BY l.next_retry_at LIMIT 1) d
  ORDER BY d.next_retry_at LIMIT $1`,
);
