import { statement } from '../../platform/database/sql.js';

export const TIME_ZONE = statement(
  'statistics_time_zone',
  'SELECT time_zone AS "timeZone" FROM merchants WHERE id = $1',
);

/** The bucket of a moment: an hour of UTC, or a day in time zone $6. The first bucket begins with the period. */
const bucketOf = (moment: string) =>
  `greatest(CASE $5 WHEN 'day' THEN date_trunc('day', ${moment}, $6) ELSE date_trunc('hour', ${moment}, 'UTC') END, $3)`;

/**
 * A merchant's hours from $2 to before $4. Those before $3 are one sum, with `from` null; the others are summed by bucket
 * ($5: hour or day).
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
