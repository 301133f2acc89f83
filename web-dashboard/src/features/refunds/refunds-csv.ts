import type { Columns } from '../../lib/csv-export';
import { plainAmount } from '../../lib/money';
import type { Refund } from '../../lib/types';

/** The amount in minor units, then in decimals. */
export const REFUND_COLUMNS: Columns<Refund> = [
  ['id', (r) => r.id],
  ['payment_id', (r) => r.paymentId],
  ['created_at', (r) => r.createdAt],
  ['status', (r) => r.status],
  ['amount', (r) => r.amount],
  ['currency', (r) => r.currency],
  ['amount_decimal', (r) => plainAmount(r.amount, r.currency)],
  ['reason', (r) => r.reason],
  ['error_reason', (r) => r.errorReason],
  ['processed_at', (r) => r.processedAt],
];
