import { iso } from '../../../platform/database/json.js';
import { statement } from '../../../platform/database/sql.js';

const HOURS = 24;
/** Of each endpoint: they bound what the statement reads, however much was sent. */
const MAX_DELIVERIES = 1_000;

const slowest = (share: number, as: string) =>
  `percentile_disc(${share}) WITHIN GROUP (ORDER BY t.duration_ms)::int AS ${as}`;
const HOUR = `SELECT ${iso('h.from')}, count(t.*) FILTER (WHERE t.error IS NULL)::int AS succeeded,
    count(t.*) FILTER (WHERE t.error IS NOT NULL)::int AS failed,
    ${slowest(0.5, 'p50_ms')}, ${slowest(0.95, 'p95_ms')}
  FROM (SELECT now() - make_interval(hours => n) AS "from" FROM generate_series(${HOURS}, 1, -1) n) h
  LEFT JOIN tries t ON t.created_at >= h.from AND t.created_at < h.from + interval '1 hour'
  GROUP BY h.from ORDER BY h.from`;
const LAST_FAILURE = `SELECT t.webhook_id, t.response_code, t.error, ${iso('t.created_at')}
  FROM tries t WHERE t.error IS NOT NULL ORDER BY t.created_at DESC LIMIT 1`;

/**
 * The attempts at each endpoint in the last day, those of its newest deliveries. A delivery whose last attempt is older
 * is not joined with its attempts. $2 one endpoint, or null.
 */
export const HEALTH = statement(
  'endpoints_health',
  `SELECT w.id AS endpoint_id, health.* FROM webhook_endpoints w CROSS JOIN LATERAL (
    WITH newest AS MATERIALIZED (
      SELECT l.id, l.created_at, l.last_attempt_at FROM webhook_logs l
      WHERE l.merchant_id = w.merchant_id AND l.endpoint_id = w.id ORDER BY l.id DESC LIMIT ${MAX_DELIVERIES}),
    span AS MATERIALIZED (
      SELECT greatest(now() - interval '${HOURS} hours', CASE WHEN count(*) = ${MAX_DELIVERIES} THEN min(created_at) END) AS since,
        max(last_attempt_at) AS last_attempt_at FROM newest),
    tries AS MATERIALIZED (
      SELECT a.* FROM span CROSS JOIN newest n
      JOIN webhook_attempts a ON a.merchant_id = w.merchant_id AND a.webhook_id = n.id AND a.created_at >= span.since
      WHERE n.last_attempt_at >= span.since)
    SELECT ${iso('s.since')}, count(t.*)::int AS attempts,
      count(t.*) FILTER (WHERE t.error IS NULL)::int AS succeeded,
      count(t.*) FILTER (WHERE t.attempt = 1)::int AS first_attempts,
      count(t.*) FILTER (WHERE t.attempt = 1 AND t.error IS NULL)::int AS first_succeeded,
      ${slowest(0.5, 'p50_ms')}, ${slowest(0.95, 'p95_ms')}, ${iso('s.last_attempt_at')},
      (SELECT row_to_json(f) FROM (${LAST_FAILURE}) f) AS last_failure,
      (SELECT json_agg(h) FROM (${HOUR}) h) AS hours
    FROM span s LEFT JOIN tries t ON true GROUP BY s.since, s.last_attempt_at
  ) health
  WHERE w.merchant_id = $1 AND w.deleted_at IS NULL AND ($2::text IS NULL OR w.id = $2) ORDER BY w.id DESC`,
);
