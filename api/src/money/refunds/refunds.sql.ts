import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { paymentJson, statusAndStage, wakeAt, wakeDelay } from '../payments/payments.sql.js';

/** A refund as responses, events and replays show it. */
export const refundJson = (r: string) =>
  jsonObject(
    [
      columns(r, 'id', 'payment_id', 'order_id', 'mode', 'version', 'amount', 'currency', 'reason', 'notes'),
      statusAndStage(r),
      columns(r, 'error_code', 'error_reason', 'error_description', 'connector', 'connector_reference'),
      iso(`${r}.created_at`),
      iso(`${r}.updated_at`),
      iso(`${r}.processed_at`),
    ].join(', '),
  );

/** The same with its payment in one more field. Of the rows of a page only: each reads its payment by its key. */
export const refundWithPaymentJson = (r: string) =>
  `(left(${refundJson(r)}, -1) || ',"payment":' || (SELECT ${paymentJson('p')} FROM payments p
    WHERE p.merchant_id = ${r}.merchant_id AND p.id = ${r}.payment_id) || '}')`;

/**
 * Wakes the refunds of `named`, whose rows `n` have merchant_id and id: the acquirer is asked about them. No status
 * changes. A failed refund stays failed.
 */
export const wakeRefunds = (named: string) => `
  woken_refunds AS (
    UPDATE refunds r SET wake_seq = r.wake_seq + 1, call_due_at = ${wakeAt('r', 'call_due_at')}
    FROM (SELECT n.merchant_id, n.id FROM ${named}) n
    WHERE r.merchant_id = n.merchant_id AND r.id = n.id AND r.status <> 'failed'
    RETURNING json_build_object('queue', 'refunds', 'data', json_build_object('merchantId', r.merchant_id, 'refundId', r.id),
      'delayMs', ${wakeDelay('r.call_due_at')}) AS hint)`;
