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
/** Rows of one merchant that are read at the most for what is open, and for each way to end. */
const MOST_READ = 3 * MOST;

interface QueueRows {
  table: string;
  /** The column that says when, as its partial index has it. */
  due: string;
  open: string;
  /** The same for one merchant's rows, as conditions that an index by merchant serves one by one. */
  openByMerchant: readonly string[];
  completed: string;
  failed: string;
  /** The parameter with the smallest id of what is young enough to be looked at. */
  madeSince: string;
}

const WEBHOOK_ROWS: QueueRows = {
  table: 'webhook_logs',
  due: 'next_retry_at',
  open: `status = 'pending'`,
  openByMerchant: [`status = 'pending'`],
  completed: `status = 'success'`,
  failed: `status = 'failed'`,
  madeSince: '$2::uuid',
};
const PAYMENT_ROWS: QueueRows = {
  table: 'payments',
  due: 'due_at',
  open: 'due_at IS NOT NULL',
  openByMerchant: [
    `status IN ('pending', 'processing', 'requires_action') AND due_at IS NOT NULL`,
    `status = 'success' AND due_at IS NOT NULL`,
  ],
  completed: `status = 'success' AND captured`,
  failed: `status = 'failed'`,
  madeSince: '$3',
};
const REFUND_ROWS: QueueRows = {
  table: 'refunds',
  due: 'due_at',
  open: 'due_at IS NOT NULL',
  openByMerchant: [`status IN ('pending', 'processing') AND due_at IS NOT NULL`],
  completed: `status = 'processed'`,
  failed: `status = 'failed'`,
  madeSince: '$4',
};
const perQueue = (of: (rows: QueueRows) => string) =>
  `${of(WEBHOOK_ROWS)} AS webhooks, ${of(PAYMENT_ROWS)} AS payments, ${of(REFUND_ROWS)} AS refunds`;

const upTo = (most: number, counted: string) => `least(count(*) FILTER (WHERE ${counted}), ${most})`;

/** One merchant's: what is open, and what has ended in the last 24 hours. */
const figures = ({ table, due, openByMerchant, completed, failed, madeSince }: QueueRows) => {
  const open = openByMerchant.map(
    (condition) => `(SELECT coalesce(lease_until > now(), false) AS leased, coalesce(${due} > now(), true) AS later
      FROM ${table} WHERE merchant_id = $1 AND ${condition} LIMIT ${MOST_READ})`,
  );
  const ended = (status: string) =>
    `(SELECT least(count(*), ${MOST}) FROM (SELECT updated_at FROM ${table} WHERE merchant_id = $1 AND ${status}
      AND id >= ${madeSince} ORDER BY id DESC LIMIT ${MOST_READ}) newest WHERE updated_at > now() - interval '24 hours')`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT ${upTo(MOST, 'NOT leased AND NOT later')} AS waiting, ${upTo(MOST, 'leased AND NOT later')} AS active,
      ${upTo(MOST, 'later')} AS delayed, ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (${open.join(' UNION ALL ')}) open) figures)`;
};

/**
 * Where one merchant's work stands, counted from the rows: what a queue holds are hints that may be lost or doubled. $2 to
 * $4: the smallest ids of deliveries, payments and refunds that are looked at for what has ended.
 */
export const QUEUE_STATUS = statement(
  'queue_status',
  `SELECT ${jsonObject(perQueue(figures))} AS body, ${RUNNING} AS running`,
);

/**
 * The same of all merchants. Leased rows are due rows, and among the oldest of them: one walk along the index
 * finds them and those that wait. It reads twice the limit, so that leased rows take none of the waiting ones' place.
 */
const figuresOfAll = ({ table, due, open, completed, failed }: QueueRows) => {
  const ended = (status: string) =>
    `(SELECT count(*) FROM (SELECT FROM ${table} WHERE ${status} AND updated_at > now() - interval '24 hours' LIMIT ${MOST}) ended)`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT ${upTo(MOST, 'NOT leased')} AS waiting, ${upTo(MOST, 'leased')} AS active,
      (SELECT count(*) FROM (SELECT FROM ${table} WHERE ${open} AND ${due} > now() LIMIT ${MOST}) later) AS delayed,
      ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (SELECT coalesce(lease_until > now(), false) AS leased FROM ${table} WHERE ${open} AND ${due} <= now()
      ORDER BY ${due} LIMIT ${2 * MOST}) now_due) figures)`;
};

/** For those who run the gateway, never for a merchant. */
export const BACKLOG = statement('queue_backlog', `SELECT ${jsonObject(perQueue(figuresOfAll))} AS body`);

/** Rows that a worker has are passed over; they are among the oldest, and few. */
const oldestDue = ({ table, due, open }: QueueRows) =>
  `coalesce((SELECT extract(epoch FROM now() - ${due})::float8 FROM ${table}
     WHERE ${open} AND ${due} <= now() AND (lease_until IS NULL OR lease_until <= now()) ORDER BY ${due} LIMIT 1), 0)`;

/** How many seconds ago the oldest row became due that nobody has, per queue. */
export const OLDEST_DUE = statement('queue_oldest_due', `SELECT ${perQueue(oldestDue)}`);
