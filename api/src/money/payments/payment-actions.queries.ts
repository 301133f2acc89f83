import { leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { statement } from '../../platform/database/sql.js';
import { beginKey } from '../../platform/idempotency/idempotency.sql.js';
import { leasedPayment } from './charging.queries.js';
import { paymentJson, publicPaymentJson } from './payments.sql.js';

/** The key's four values: the last parameters of each statement. */
const KEYED = ['$5', '$6', '$7', '$8'];

/**
 * Takes a payment for a request, in one statement and in this order: check and lock the payment, begin the key, then
 * store the request and lease the row. So a key has one effect, whichever payments it is sent for, and a refusal leaves
 * no key behind. `mark`: stored with the begun key.
 */
const take = (where: string, set: string, mark = `''`, once = false) => `
  WITH eligible AS MATERIALIZED (
    SELECT p.merchant_id, p.id, p.version FROM payments p
    WHERE p.merchant_id = $1 AND p.id = $2 AND ${leaseFree('p')} AND ${where} FOR NO KEY UPDATE),
  ${beginKey('eligible', KEYED, mark, once)}
  UPDATE payments p SET ${takeLease('p', '$3')}, due_at = now(), ${set}
  FROM accepted w WHERE p.merchant_id = w.merchant_id AND p.id = w.id
  RETURNING ${leasedPayment()}`;

/**
 * For a step-up, once per key: the shopper's input is not stored, so it is never submitted twice. The key stores the
 * payment's version. $3 lease ms, $4 type of action.
 */
export const TAKE_FOR_STEP_UP = statement(
  'payments_take_for_answer',
  take(
    `p.status = 'requires_action' AND p.cancel_requested_at IS NULL AND p.action_expires_at > now()
      AND p.next_action->>'type' = $4`,
    `status = 'processing', version = p.version + 1`,
    's.version::text',
    true,
  ),
);
/** A step-up advances the version by exactly 2: into `processing`, and out of it. */
export const STEP_UP_VERSIONS = 2;

/** Of competing requests to capture and cancel, the first to commit wins. $3 lease ms, $4 amount or null for all. */
export const TAKE_FOR_CAPTURE = statement(
  'payments_take_for_capture',
  take(
    `p.status = 'success' AND NOT p.captured AND p.cancel_requested_at IS NULL
      AND coalesce(p.capture_amount, $4::bigint, p.amount) = coalesce($4::bigint, p.amount)
      AND coalesce($4::bigint, p.amount) BETWEEN 1 AND p.amount`,
    `capture_amount = coalesce($4::bigint, p.amount)`,
  ),
);

/**
 * For a payment that the bank has. One that was never sent is cancelled by OrderQueueService. $3 lease ms, $4 cause.
 */
export const TAKE_FOR_CANCEL = statement(
  'payments_take_for_cancel',
  take(
    `p.capture_amount IS NULL
      AND (p.status IN ('processing', 'requires_action') OR (p.status = 'success' AND NOT p.captured))`,
    `cancel_requested_at = coalesce(p.cancel_requested_at, now()), cancel_cause = coalesce(p.cancel_cause, $4),
     status = CASE p.status WHEN 'requires_action' THEN 'processing' ELSE p.status END,
     version = p.version + CASE p.status WHEN 'requires_action' THEN 1 ELSE 0 END`,
  ),
);

/** The state of a payment that an action could not take. */
export const STATE = statement(
  'payments_state',
  `SELECT p.status, p.version, p.captured, p.amount, p.amount_captured AS "amountCaptured", p.capture_amount AS "captureAmount",
     p.cancel_requested_at IS NOT NULL AS "cancelRequested", p.next_action->>'type' AS "actionType",
     p.action_expires_at > now() AS "actionOpen", ${paymentJson('p')} AS body, ${publicPaymentJson('p')} AS "publicBody"
   FROM payments p WHERE p.merchant_id = $1 AND p.id = $2`,
);
