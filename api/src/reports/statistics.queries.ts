import { statement } from '../database/sql.js';

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

/** The hours that these minutes are in, as sums of all their minutes. */
export const SUM_HOURS = statement(
  'statistics_sum_hours',
  `WITH touched AS (
    SELECT DISTINCT merchant_id, date_trunc('hour', bucket, 'UTC') AS hour FROM statistics
    WHERE grain = 'minute' AND bucket >= $1 AND bucket < $2)
  ${upsert(`
    SELECT t.merchant_id, 'hour', t.hour, s.currency, s.metric, sum(s.count)::bigint, sum(s.amount)::bigint
    FROM touched t JOIN statistics s ON s.merchant_id = t.merchant_id AND s.grain = 'minute'
      AND s.bucket >= t.hour AND s.bucket < t.hour + interval '1 hour'
    GROUP BY t.merchant_id, t.hour, s.currency, s.metric`)}`,
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

/**
 * What a merchant's hours from $2 to before $4 hold; those before $3 are summed up (their `from` is null), the others by
 * buckets of $5 (hour or day).
 */
export const READ = statement(
  'statistics_read',
  `SELECT (SELECT iso(as_of) FROM statistics_progress) AS "asOf", coalesce(json_agg(json_build_object('currency', currency,
     'metric', metric, 'from', iso(slot), 'count', count, 'amount', amount)), '[]') AS rows
   FROM (SELECT currency, metric, sum(count)::bigint AS count, sum(amount)::bigint AS amount,
       CASE WHEN bucket >= $3 THEN greatest(date_trunc($5, bucket, 'UTC'), $3) END AS slot
     FROM statistics WHERE merchant_id = $1 AND grain = 'hour' AND bucket >= $2 AND bucket < $4
     GROUP BY currency, metric, slot) summed`,
);
