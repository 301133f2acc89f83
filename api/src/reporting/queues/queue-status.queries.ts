import { jsonObject } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import {
  ENDED_WITHIN,
  MAX_COUNTED,
  perQueue,
  type QueueRows,
  RUNNING,
  upTo,
} from '../../platform/health/health.sql.js';

/** Rows of one merchant that are read at most: for each condition of open rows, and for each final status. */
const MAX_READ = 3 * MAX_COUNTED;

/** One merchant's open rows, and the rows that ended within {@link ENDED_WITHIN}. */
const figures = ({ table, openOfMerchant, completed, failed, madeSince }: QueueRows) => {
  const open = openOfMerchant.map(
    (rows) => `(SELECT coalesce(lease > now(), false) AS leased, coalesce(due > now(), true) AS later
      FROM (${rows}) open LIMIT ${MAX_READ})`,
  );
  const ended = (status: string) =>
    `(SELECT least(count(*), ${MAX_COUNTED}) FROM (SELECT updated_at FROM ${table} WHERE merchant_id = $1 AND ${status}
      AND id >= ${madeSince} ORDER BY id DESC LIMIT ${MAX_READ}) newest WHERE updated_at > now() - ${ENDED_WITHIN})`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT ${upTo(MAX_COUNTED, 'NOT leased AND NOT later')} AS waiting, ${upTo(MAX_COUNTED, 'leased AND NOT later')} AS active,
      ${upTo(MAX_COUNTED, 'later')} AS delayed, ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (${open.join(' UNION ALL ')}) open) figures)`;
};

/**
 * One merchant's open and recently ended work, counted from the rows: a queue holds hints, which may be lost or doubled.
 * $2 to $4: the smallest ids of deliveries, payments and refunds that are read for ended rows.
 */
export const QUEUE_STATUS = statement(
  'queue_status',
  `SELECT ${jsonObject(perQueue(figures))} AS body, ${RUNNING} AS running`,
);
