import { jsonObject } from '../database/json.js';
import { statement } from '../database/sql.js';

/** A worker beats every 2 s; after 10 s of silence it does not run any more. */
const RUNNING = `EXISTS (SELECT FROM workers WHERE seen_at > now() - interval '10 seconds')`;

export const WORKER_RUNNING = statement('workers_running', `SELECT ${RUNNING} AS running`);

/** Also clears away the rows of workers that were killed. */
export const BEAT = statement(
  'workers_beat',
  `WITH forgotten AS (DELETE FROM workers WHERE seen_at < now() - interval '1 day' AND id <> $1)
   INSERT INTO workers (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
);
export const LEAVE = statement('workers_leave', 'DELETE FROM workers WHERE id = $1');

/** Figures are exact up to here, so that a status costs the same however long a queue grows. */
const MOST = 10_000;

interface QueueRows {
  table: string;
  /** The column that says when, as its partial index has it. */
  due: string;
  open: string;
  completed: string;
  failed: string;
}

/**
 * Leased rows are due rows, and among the oldest of them: one walk along the index finds them and those that wait. It
 * reads twice the limit, so that leased rows take none of the waiting ones' place.
 */
const figures = ({ table, due, open, completed, failed }: QueueRows) => {
  const ended = (status: string) =>
    `(SELECT count(*) FROM (SELECT FROM ${table} WHERE ${status} AND updated_at > now() - interval '24 hours' LIMIT ${MOST}) ended)`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT least(count(*) FILTER (WHERE NOT leased), ${MOST}) AS waiting, least(count(*) FILTER (WHERE leased), ${MOST}) AS active,
      (SELECT count(*) FROM (SELECT FROM ${table} WHERE ${open} AND ${due} > now() LIMIT ${MOST}) later) AS delayed,
      ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (SELECT coalesce(lease_until > now(), false) AS leased FROM ${table} WHERE ${open} AND ${due} <= now()
      ORDER BY ${due} LIMIT ${2 * MOST}) now_due) figures)`;
};

const WEBHOOK_ROWS: QueueRows = {
  table: 'webhook_logs',
  due: 'next_retry_at',
  open: `status = 'pending'`,
  completed: `status = 'success'`,
  failed: `status = 'failed'`,
};
const PAYMENT_ROWS: QueueRows = {
  table: 'payments',
  due: 'due_at',
  open: 'due_at IS NOT NULL',
  completed: `status = 'success' AND captured`,
  failed: `status = 'failed'`,
};
const REFUND_ROWS: QueueRows = {
  table: 'refunds',
  due: 'due_at',
  open: 'due_at IS NOT NULL',
  completed: `status = 'processed'`,
  failed: `status = 'failed'`,
};

/** Where the work stands, counted from the rows: what a queue holds are hints that may be lost or doubled. */
export const QUEUE_STATUS = statement(
  'queue_status',
  `SELECT ${jsonObject(`${figures(WEBHOOK_ROWS)} AS webhooks, ${figures(PAYMENT_ROWS)} AS payments, ${figures(REFUND_ROWS)} AS refunds`)} AS body, ${RUNNING} AS running`,
);

/** Rows that a worker has are passed over; they are among the oldest, and few. */
const oldestDue = ({ table, due, open }: QueueRows) =>
  `coalesce((SELECT extract(epoch FROM now() - ${due})::float8 FROM ${table}
     WHERE ${open} AND ${due} <= now() AND (lease_until IS NULL OR lease_until <= now()) ORDER BY ${due} LIMIT 1), 0)`;

/** How many seconds ago the oldest row became due that nobody has, per queue. */
export const OLDEST_DUE = statement(
  'queue_oldest_due',
  `SELECT ${oldestDue(WEBHOOK_ROWS)} AS webhooks, ${oldestDue(PAYMENT_ROWS)} AS payments, ${oldestDue(REFUND_ROWS)} AS refunds`,
);
