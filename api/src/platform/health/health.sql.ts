/** A worker beats every 2 s; after 10 s of silence it does not run any more. */
export const RUNNING = `EXISTS (SELECT FROM workers WHERE seen_at > now() - interval '10 seconds')`;

/** Figures are exact up to here, so that a status costs the same however long a queue grows. */
export const MAX_COUNTED = 10_000;

export interface QueueRows {
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
export const perQueue = (of: (rows: QueueRows) => string) =>
  `${of(WEBHOOK_ROWS)} AS webhooks, ${of(PAYMENT_ROWS)} AS payments, ${of(REFUND_ROWS)} AS refunds`;

export const upTo = (max: number, counted: string) => `least(count(*) FILTER (WHERE ${counted}), ${max})`;
