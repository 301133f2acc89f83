import { jsonObject } from '../database/json.js';
import { statement } from '../database/sql.js';
import { MAX_COUNTED, perQueue, type QueueRows, RUNNING, upTo } from './health.sql.js';

export const WORKER_RUNNING = statement('workers_running', `SELECT ${RUNNING} AS running`);

/** Also clears away the rows of workers that were killed. */
export const BEAT = statement(
  'workers_beat',
  `WITH forgotten AS (DELETE FROM workers WHERE seen_at < now() - interval '1 day' AND id <> $1)
   INSERT INTO workers (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
);
export const LEAVE = statement('workers_leave', 'DELETE FROM workers WHERE id = $1');

/**
 * The figures of all merchants together. Leased rows are due rows, and among the oldest of them: one walk along the index
 * finds them and those that wait. It reads twice the limit, so that leased rows take none of the waiting ones' place.
 */
const figuresOfAll = ({ table, due, open, completed, failed }: QueueRows) => {
  const ended = (status: string) =>
    `(SELECT count(*) FROM (SELECT FROM ${table} WHERE ${status} AND updated_at > now() - interval '24 hours' LIMIT ${MAX_COUNTED}) ended)`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT ${upTo(MAX_COUNTED, 'NOT leased')} AS waiting, ${upTo(MAX_COUNTED, 'leased')} AS active,
      (SELECT count(*) FROM (SELECT FROM ${table} WHERE ${open} AND ${due} > now() LIMIT ${MAX_COUNTED}) later) AS delayed,
      ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (SELECT coalesce(lease_until > now(), false) AS leased FROM ${table} WHERE ${open} AND ${due} <= now()
      ORDER BY ${due} LIMIT ${2 * MAX_COUNTED}) now_due) figures)`;
};

/** For those who run the gateway, never for a merchant. */
export const BACKLOG = statement('queue_backlog', `SELECT ${jsonObject(perQueue(figuresOfAll))} AS body`);

/** Rows that a worker has are passed over; they are among the oldest, and few. */
const oldestDue = ({ table, due, open }: QueueRows) =>
  `coalesce((SELECT extract(epoch FROM now() - ${due})::float8 FROM ${table}
     WHERE ${open} AND ${due} <= now() AND (lease_until IS NULL OR lease_until <= now()) ORDER BY ${due} LIMIT 1), 0)`;

/** How many seconds ago the oldest row became due that nobody has, per queue. */
export const OLDEST_DUE = statement('queue_oldest_due', `SELECT ${perQueue(oldestDue)}`);
