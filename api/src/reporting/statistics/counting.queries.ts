import { statement } from '../../platform/database/sql.js';

/** Inserts or corrects rows of `statistics`; rows that are correct already are not written. */
const upsert = (rows: string) => `
  INSERT INTO statistics (merchant_id, grain, bucket, currency, metric, count, amount) ${rows}
  ON CONFLICT (merchant_id, grain, bucket, currency, metric)
  DO UPDATE SET count = excluded.count, amount = excluded.amount
  WHERE (statistics.count, statistics.amount) IS DISTINCT FROM (excluded.count, excluded.amount)`;

/**
 * A pass begins this far before `as_of`: a row's time is the start of its transaction, whose statements end within 10 s
 * each, so no row becomes visible later than this.
 */
const OVERLAP_SECONDS = 60;
/** Minutes are kept this long; their hours are final by then. */
const MINUTES_KEPT_DAYS = 2;

const from = (asOf: string) => `date_trunc('minute', ${asOf} - interval '${OVERLAP_SECONDS} seconds', 'UTC')`;
const to = (asOf: string) => `${from(asOf)} + make_interval(mins => $1)`;

/**
 * Claims the next stretch of time, at most $1 minutes, for this transaction; no row if less than $2 seconds are not
 * counted yet. The stretch begins OVERLAP_SECONDS before `as_of`, so that rows committed late are counted too.
 */
export const ADVANCE = statement(
  'statistics_advance',
  `UPDATE statistics_progress SET as_of = least(now(), ${to('as_of')})
   WHERE as_of < now() - make_interval(secs => $2)
   RETURNING ${from('old.as_of')} AS "from", ${to('old.as_of')} AS "to"`,
);

/**
 * Counts the minutes from $1 to before $2 again, for all merchants. The LIMIT makes the planner look up each payment by
 * its key, however many there are. A voided authorisation was counted when it was approved.
 */
export const COUNT_MINUTES = statement(
  'statistics_count_minutes',
  `WITH happened AS (
    SELECT v.merchant_id, v.created_at, p.currency, p.amount, m.metric
    FROM events v
    CROSS JOIN LATERAL (SELECT currency, amount, error_reason, capture_before, coalesce(method, 'unknown') AS method FROM payments p
      WHERE p.merchant_id = v.merchant_id AND p.id = v.object_id LIMIT 1) p
    CROSS JOIN LATERAL unnest(CASE v.type
      WHEN 'payment.success' THEN ARRAY['succeeded', 'succeeded:' || p.method]
      WHEN 'payment.failed' THEN ARRAY['failed', 'failed:' || p.method, 'declined:' || coalesce(p.error_reason, 'unknown')]
      WHEN 'payment.expired' THEN ARRAY['expired']
      WHEN 'payment.cancelled' THEN CASE WHEN p.capture_before IS NULL THEN ARRAY['cancelled'] END END) AS m(metric)
    WHERE v.created_at >= $1 AND v.created_at < $2
      AND v.type IN ('payment.success', 'payment.failed', 'payment.expired', 'payment.cancelled')
    UNION ALL
    SELECT merchant_id, created_at, currency, amount, CASE type WHEN 'capture' THEN 'captured'
      WHEN 'refund' THEN 'refunded' WHEN 'reversal' THEN 'reversed' ELSE type END
    FROM movements WHERE created_at >= $1 AND created_at < $2)
  ${upsert(`
    SELECT merchant_id, 'minute', date_trunc('minute', created_at, 'UTC') AS bucket, currency, metric, count(*), sum(amount)::bigint
    FROM happened GROUP BY merchant_id, bucket, currency, metric`)}`,
);

/**
 * Sums these minutes' hours from all their minutes. If a day of the merchant begins within an hour of UTC, the hour has
 * two rows, divided at that midnight, so that days are exact in every time zone. Parts divided at another midnight are
 * deleted: the merchant has changed its time zone since.
 */
export const SUM_HOURS = statement(
  'statistics_sum_hours',
  `WITH hours AS (
    SELECT DISTINCT merchant_id, date_trunc('hour', bucket, 'UTC') AS hour FROM statistics
    WHERE grain = 'minute' AND bucket >= $1 AND bucket < $2),
  touched AS MATERIALIZED (
    SELECT h.merchant_id, h.hour,
      greatest(h.hour, date_trunc('day', h.hour + interval '59 minutes', m.time_zone)) AS midnight
    FROM hours h CROSS JOIN LATERAL (SELECT time_zone FROM merchants WHERE id = h.merchant_id LIMIT 1) m),
  former AS (
    DELETE FROM statistics s USING touched t WHERE s.merchant_id = t.merchant_id AND s.grain = 'hour'
      AND s.bucket > t.hour AND s.bucket < t.hour + interval '1 hour' AND s.bucket <> t.midnight)
  ${upsert(`
    SELECT t.merchant_id, 'hour', CASE WHEN s.bucket >= t.midnight THEN t.midnight ELSE t.hour END AS part,
      s.currency, s.metric, sum(s.count)::bigint, sum(s.amount)::bigint
    FROM touched t JOIN statistics s ON s.merchant_id = t.merchant_id AND s.grain = 'minute'
      AND s.bucket >= t.hour AND s.bucket < t.hour + interval '1 hour'
    GROUP BY t.merchant_id, part, s.currency, s.metric`)}`,
);

/** Deletes at most $2 minutes whose hours are final. */
export const FORGET_MINUTES = statement(
  'statistics_forget_minutes',
  `DELETE FROM statistics WHERE ctid = ANY (ARRAY(SELECT ctid FROM statistics
   WHERE grain = 'minute' AND bucket < $1::timestamptz - interval '${MINUTES_KEPT_DAYS} days' ORDER BY bucket LIMIT $2))`,
);

/** Sets the counting back to the first event or movement. */
export const RESTART = statement(
  'statistics_restart',
  `UPDATE statistics_progress SET as_of = coalesce(
     least((SELECT min(created_at) FROM events), (SELECT min(created_at) FROM movements)), now())`,
);
export const CLEAR = statement('statistics_clear', 'TRUNCATE statistics');
