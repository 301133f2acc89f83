import { jsonObject } from '../database/json.js';
import { leaseFree } from '../database/lease.sql.js';
import { statement } from '../database/sql.js';
import type { Role } from '../queue/redis.js';
import { ENDED_WITHIN, MAX_COUNTED, perQueue, type QueueRows, RUNNING, upTo } from './health.sql.js';

export const WORKER_RUNNING = statement('workers_running', `SELECT ${RUNNING} AS running`);

/** Rows of killed processes are deleted after this time. */
const DEAD_PROCESS_KEPT_DAYS = 1;

/** Each role has a table of its own, because earlier versions take every row of `workers` for a running worker. */
const heartbeat = (table: 'servers' | 'workers') => ({
  /** $1 id, $2 generation. */
  beat: statement(
    `${table}_beat`,
    `WITH deleted AS (
       DELETE FROM ${table} WHERE seen_at < now() - interval '${DEAD_PROCESS_KEPT_DAYS} days' AND id <> $1)
     INSERT INTO ${table} (id, generation) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
  ),
  leave: statement(`${table}_leave`, `DELETE FROM ${table} WHERE id = $1`),
});
export const HEARTBEATS: Readonly<Record<Role, ReturnType<typeof heartbeat>>> = {
  server: heartbeat('servers'),
  worker: heartbeat('workers'),
};

/**
 * The figures of all merchants together. Leased rows are among the oldest due rows, so one index scan finds leased and
 * waiting rows. It reads twice the limit, so that leased rows do not displace waiting ones.
 */
const figuresOfAll = ({ table, open, completed, failed }: QueueRows) => {
  const ended = (status: string) =>
    `(SELECT count(*) FROM (SELECT FROM ${table} WHERE ${status} AND updated_at > now() - ${ENDED_WITHIN} LIMIT ${MAX_COUNTED}) ended)`;
  return `(SELECT row_to_json(figures) FROM (
    SELECT ${upTo(MAX_COUNTED, 'NOT leased')} AS waiting, ${upTo(MAX_COUNTED, 'leased')} AS active,
      (SELECT count(*) FROM (SELECT FROM (${open}) open WHERE due > now() LIMIT ${MAX_COUNTED}) later) AS delayed,
      ${ended(completed)} AS completed, ${ended(failed)} AS failed
    FROM (SELECT coalesce(lease > now(), false) AS leased FROM (${open}) open WHERE due <= now()
      ORDER BY due LIMIT ${2 * MAX_COUNTED}) due_now) figures)`;
};

/** For the operator's metrics, never for a merchant. */
export const BACKLOG = statement('queue_backlog', `SELECT ${jsonObject(perQueue(figuresOfAll))} AS body`);

/** Leased rows are skipped; they are among the oldest, and few. */
const oldestDue = ({ open }: QueueRows) =>
  `coalesce((SELECT extract(epoch FROM now() - due)::float8 FROM (${open}) open
     WHERE due <= now() AND ${leaseFree('open', 'lease')} ORDER BY due LIMIT 1), 0)`;

/** Seconds since the oldest row without a lease became due, per queue. */
export const OLDEST_DUE = statement('queue_oldest_due', `SELECT ${perQueue(oldestDue)}`);

/** Connector accounts that payments pass over, of all merchants. The table has a row for each account and method. */
export const PASSED_OVER_ACCOUNTS = statement(
  'accounts_passed_over',
  `SELECT count(*) AS count FROM account_health h JOIN connector_accounts a ON a.merchant_id = h.merchant_id AND a.id = h.account_id
   WHERE h.passed_over_until IS NOT NULL AND a.enabled`,
);

/** Seconds since the oldest refund was made that the acquirer has not decided. */
export const OLDEST_UNDECIDED_REFUND = statement(
  'refunds_oldest_undecided',
  `SELECT extract(epoch FROM now() - created_at)::float8 AS seconds FROM refunds
   WHERE status = 'processing' AND created_at <= now() ORDER BY created_at LIMIT 1`,
);
