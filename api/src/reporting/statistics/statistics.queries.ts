import { statement } from '../../platform/database/sql.js';

/** Inserts or corrects rows of `statistics`; one that is right already is not written again. */
const upsert = (rows: string) => `
  INSERT INTO statistics (merchant_id, grain, bucket, currency, metric, count, amount) ${rows}
  ON CONFLICT (merchant_id, grain, bucket, currency, metric)
  DO UPDATE SET count = excluded.count, amount = excluded.amount
  WHERE (statistics.count, statistics.amount) IS DISTINCT FROM (excluded.count, excluded.amount)`;

const from = (asOf: string) => `date_trunc('minute', ${asOf} - interval '60 seconds', 'UTC')`;
const to = (asOf: string) => `${from(asOf)} + make_interval(mins => $1)`;

/**
 * Takes the next stretch of time, $1 minutes at most, for this transaction alone; nothing while all but the last $2
 * seconds are counted. It begins a minute back: a row is stamped with the start of its transaction, whose statements are
 * limited to 10 s each, so none appears later than that.
 */
export const ADVANCE = statement(
  'statistics_advance',
  `UPDATE statistics_progress SET as_of = least(now(), ${to('as_of')})
   WHERE as_of < now() - make_interval(secs => $2)
   RETURNING ${from('old.as_of')} AS "from", ${to('old.as_of')} AS "to"`,
);

/**
 * The minutes from $1 to before $2, of all merchants, counted anew. The look-up of a payment is fenced by LIMIT, so that
 * it stays one by key however many there are. An authorisation that was voided had its verdict when it was approved.
 */
export const COUNT_MINUTES = statement(
  'statistics_count_minutes',
  `WITH happened AS (
    SELECT v.merchant_id, v.created_at, p.currency, p.amount, m.metric
    FROM events v
    CROSS JOIN LATERAL (SELECT currency, amount, error_reason, capture_before FROM payments p
      WHERE p.merchant_id = v.merchant_id AND p.id = v.object_id LIMIT 1) p
    CROSS JOIN LATERAL unnest(CASE v.type
      WHEN 'payment.success' THEN ARRAY['succeeded']
      WHEN 'payment.failed' THEN ARRAY['failed', 'declined:' || coalesce(p.error_reason, 'unknown')]
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
 * The hours that these minutes are in, as sums of all their minutes. An hour of UTC within which a day of the merchant
 * begins is two rows, divided at that midnight, so that days are exact in every time zone. A part that is none any more,
 * since the merchant has moved to another zone within that hour, goes.
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

/** Minutes two days before $1 are in their hours for good; at most $2 rows at a time. */
export const FORGET_MINUTES = statement(
  'statistics_forget_minutes',
  `DELETE FROM statistics WHERE ctid = ANY (ARRAY(SELECT ctid FROM statistics
   WHERE grain = 'minute' AND bucket < $1::timestamptz - interval '2 days' ORDER BY bucket LIMIT $2))`,
);

/** Counting begins again where the history does: every row of it is read, but only its time. */
export const BEGIN_AGAIN = statement(
  'statistics_begin_again',
  `UPDATE statistics_progress SET as_of = coalesce(
     least((SELECT min(created_at) FROM events), (SELECT min(created_at) FROM movements)), now())`,
);
export const CLEAR = statement('statistics_clear', 'TRUNCATE statistics');

export const TIME_ZONE = statement(
  'statistics_time_zone',
  'SELECT time_zone AS "timeZone" FROM merchants WHERE id = $1',
);

/** The bucket that a moment is in: an hour of UTC, or a day of time zone $6. The first begins with the period. */
const bucketOf = (moment: string) =>
  `greatest(CASE $5 WHEN 'day' THEN date_trunc('day', ${moment}, $6) ELSE date_trunc('hour', ${moment}, 'UTC') END, $3)`;

/**
 * What a merchant's hours from $2 to before $4 hold; those before $3 are summed up (their `from` is null), the others by
 * buckets of $5 (hour or day).
 */
export const READ = statement(
  'statistics_read',
  `SELECT (SELECT iso(as_of) FROM statistics_progress) AS "asOf",
     (SELECT json_agg(iso(b.bucket) ORDER BY b.bucket) FROM (SELECT ${bucketOf('t.moment')} AS bucket
       FROM (SELECT generate_series($3::timestamptz, $4::timestamptz - interval '1 second', interval '1 hour')
         UNION ALL SELECT $4 - interval '1 second') t(moment) GROUP BY 1) b) AS buckets,
     coalesce(json_agg(json_build_object('currency', currency,
     'metric', metric, 'from', iso(slot), 'count', count, 'amount', amount)), '[]') AS rows
   FROM (SELECT currency, metric, sum(count)::bigint AS count, sum(amount)::bigint AS amount,
       CASE WHEN bucket >= $3 THEN ${bucketOf('bucket')} END AS slot
     FROM statistics WHERE merchant_id = $1 AND grain = 'hour' AND bucket >= $2 AND bucket < $4
     GROUP BY currency, metric, slot) summed`,
);
