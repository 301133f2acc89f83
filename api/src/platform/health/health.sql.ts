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
  /** Rows with work of all merchants, as `due` and `lease`, each from a partial index by its due time. */
  open: string;
  /** The same of the merchant $1, from indexes by merchant. */
  openOfMerchant: readonly string[];
  completed: string;
  failed: string;
  /** The parameter with the smallest id of the rows that are read for ended ones. */
  madeSince: string;
}

const WEBHOOK_ROWS: QueueRows = {
  table: 'webhook_logs',
  open: `SELECT next_retry_at AS due, lease_until AS lease FROM webhook_logs WHERE status = 'pending'`,
  openOfMerchant: [
    `SELECT next_retry_at AS due, lease_until AS lease FROM webhook_logs WHERE merchant_id = $1 AND status = 'pending'`,
  ],
  completed: `status = 'success'`,
  failed: `status = 'failed'`,
  madeSince: '$2::uuid',
};
const chargesOf = (payments: string) => `
  SELECT c.due_at AS due, c.lease_until AS lease
  FROM payments p JOIN charges c ON c.merchant_id = p.merchant_id AND c.id = p.charge_id
  WHERE p.merchant_id = $1 AND ${payments} AND c.due_at IS NOT NULL`;
/** The due time is the payment's until it has a charge, then the charge's. */
const PAYMENT_ROWS: QueueRows = {
  table: 'payments',
  open: `SELECT due_at AS due, lease_until AS lease FROM payments WHERE due_at IS NOT NULL
    UNION ALL SELECT due_at, lease_until FROM charges WHERE due_at IS NOT NULL`,
  openOfMerchant: [
    `SELECT due_at AS due, lease_until AS lease FROM payments
     WHERE merchant_id = $1 AND status IN ('pending', 'processing', 'requires_action') AND due_at IS NOT NULL`,
    chargesOf(`p.status IN ('processing', 'requires_action')`),
    chargesOf(`p.status = 'success' AND NOT p.captured`),
  ],
  completed: `status = 'success' AND captured`,
  failed: `status = 'failed'`,
  madeSince: '$3',
};
/** `due_at` is of a refund whose payment has no charge. */
const REFUND_ROWS: QueueRows = {
  table: 'refunds',
  open: `SELECT due_at AS due, lease_until AS lease FROM refunds WHERE due_at IS NOT NULL
    UNION ALL SELECT call_due_at, call_lease_until FROM refunds WHERE call_due_at IS NOT NULL`,
  openOfMerchant: [
    `SELECT coalesce(call_due_at, due_at) AS due, CASE WHEN charge_id IS NULL THEN lease_until ELSE call_lease_until END AS lease
     FROM refunds WHERE merchant_id = $1 AND status IN ('pending', 'processing')`,
  ],
  completed: `status = 'processed'`,
  failed: `status = 'failed'`,
  madeSince: '$4',
};
export const perQueue = (of: (rows: QueueRows) => string) =>
  `${of(WEBHOOK_ROWS)} AS webhooks, ${of(PAYMENT_ROWS)} AS payments, ${of(REFUND_ROWS)} AS refunds`;

export const upTo = (max: number, counted: string) => `least(count(*) FILTER (WHERE ${counted}), ${max})`;
