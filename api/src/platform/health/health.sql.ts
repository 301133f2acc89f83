/** A worker beats every 2 s, and counts as stopped after this time without a heartbeat. */
const WORKER_TIMEOUT_SECONDS = 10;
export const RUNNING = `EXISTS (
  SELECT FROM workers WHERE seen_at > now() - interval '${WORKER_TIMEOUT_SECONDS} seconds')`;

/** Rows that ended within this time are counted as completed or failed. */
const ENDED_WITHIN_HOURS = 24;
export const ENDED_WITHIN = `interval '${ENDED_WITHIN_HOURS} hours'`;

/** Figures are exact up to this number, which bounds the cost of a status however long a queue grows. */
export const MAX_COUNTED = 10_000;

export interface QueueRows {
  table: string;
  /** The column with the due time. */
  due: string;
  /** The condition of its partial index. */
  open: string;
  /** The same for one merchant's rows, as conditions that each match an index by merchant. */
  openByMerchant: readonly string[];
  completed: string;
  failed: string;
  /** The parameter with the smallest id of the rows that are read for ended ones. */
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
export const perQueue = (of: (rows: QueueRows) => string) =>
  `${of(WEBHOOK_ROWS)} AS webhooks, ${of(PAYMENT_ROWS)} AS payments, ${of(REFUND_ROWS)} AS refunds`;

export const upTo = (max: number, counted: string) => `least(count(*) FILTER (WHERE ${counted}), ${max})`;
