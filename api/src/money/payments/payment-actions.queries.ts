import { LEASE_RAN_OUT, leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { statement } from '../../platform/database/sql.js';
import { beginKey } from '../../platform/idempotency/idempotency.sql.js';
import { AT_BANK } from '../orders/orders.sql.js';
import { leasedCharge } from './charge-leases.queries.js';
import { paymentJson, publicPaymentJson } from './payments.sql.js';

/** The key's four values: the last parameters of each statement. */
const KEYED = ['$5', '$6', '$7', '$8'];

/** What differs between the three requests that take a charge. */
interface Taken {
  /** The condition on the charge `c`. */
  readonly where: string;
  /** Assignments on the charge. */
  readonly set: string;
  /** The payment becomes `processing`, and the key is begun once: the shopper's input must not be submitted twice. */
  readonly isStepUp?: true;
}

/**
 * Takes a payment's charge for a request, in one statement and in this order: check and lock the charge and its payment,
 * begin the key, then store the request and lease the charge. So a key has one effect, whichever payments it is sent for,
 * and a refusal leaves no key behind. A step-up stores the payment's version with the begun key.
 */
const take = ({ where, set, isStepUp }: Taken) => `
  WITH held AS MATERIALIZED (
    SELECT c.merchant_id, c.id, c.payment_id FROM charges c
    WHERE c.merchant_id = $1 AND c.payment_id = $2 AND c.status IN ('open', 'approved') AND ${leaseFree('c')} AND ${where}
    FOR NO KEY UPDATE),
  eligible AS MATERIALIZED (
    SELECT p.merchant_id, p.id, p.version FROM held h
    JOIN payments p ON p.merchant_id = h.merchant_id AND p.id = h.payment_id AND p.charge_id = h.id
    FOR NO KEY UPDATE OF p),
  ${beginKey('eligible', KEYED, isStepUp ? 's.version::text' : `''`, isStepUp)},
  ${
    isStepUp
      ? `moved AS (
    UPDATE payments p SET status = 'processing', version = p.version + 1
    FROM accepted w WHERE p.merchant_id = w.merchant_id AND p.id = w.id),`
      : ''
  }
  taken AS (
    UPDATE charges c SET ${takeLease('c', '$3')}, due_at = now(), asked_at = now(), ${set}
    FROM held h JOIN accepted w ON w.merchant_id = h.merchant_id AND w.id = h.payment_id
    WHERE c.merchant_id = h.merchant_id AND c.id = h.id
    RETURNING c.*, ${LEASE_RAN_OUT} AS taken_over)
  SELECT ${leasedCharge(isStepUp ? { paymentStatus: `'processing'` } : {})}
  FROM taken c JOIN payments p ON p.merchant_id = c.merchant_id AND p.id = c.payment_id`;

/** $3 lease ms, $4 type of action. */
export const TAKE_FOR_STEP_UP = statement(
  'charges_take_for_step_up',
  take({
    where: `c.status = 'open' AND c.cancel_requested_at IS NULL AND c.action_type = $4 AND c.action_expires_at > now()`,
    set: 'action_type = NULL, answered = false',
    isStepUp: true,
  }),
);
/** A step-up advances the version by exactly 2: into `processing`, and out of it. */
export const STEP_UP_VERSIONS = 2;

/** Of competing requests to capture and cancel, the first to commit wins. $3 lease ms, $4 amount or null for all. */
export const TAKE_FOR_CAPTURE = statement(
  'charges_take_for_capture',
  take({
    where: `c.status = 'approved' AND c.amount_captured = 0 AND c.cancel_requested_at IS NULL
      AND coalesce(c.capture_amount, $4::bigint, c.amount) = coalesce($4::bigint, c.amount)
      AND coalesce($4::bigint, c.amount) BETWEEN 1 AND c.amount`,
    set: `capture_amount = coalesce($4::bigint, c.amount), answered = c.answered AND c.capture_amount IS NOT NULL`,
  }),
);

/**
 * For a payment that the bank has. One that was never sent is cancelled by OrderQueueService. $3 lease ms, $4 cause.
 */
export const TAKE_FOR_CANCEL = statement(
  'charges_take_for_cancel',
  take({
    where: `c.capture_amount IS NULL AND (c.status = 'open' OR c.amount_captured = 0)`,
    set: `answered = c.answered AND c.cancel_requested_at IS NOT NULL,
      cancel_requested_at = coalesce(c.cancel_requested_at, now()), cancel_cause = coalesce(c.cancel_cause, $4)`,
  }),
);

/** A charge that was asked to be closed, and about which a call has ended without an outcome since. $3 lease ms, $4 unused. */
export const TAKE_FOR_RELEASE = statement(
  'charges_take_for_release',
  take({
    where: `c.status = 'open' AND c.cancel_requested_at IS NOT NULL AND (c.consecutive_timeouts > 0 OR c.answered)
      AND $4::text IS NULL`,
    set: 'answered = false',
  }),
);

/** The state of a payment whose charge an action could not take. */
export const STATE = statement(
  'payments_state',
  `SELECT p.status, p.version, p.captured, p.amount, p.amount_captured AS "amountCaptured",
     c.capture_amount AS "captureAmount", c.cancel_requested_at IS NOT NULL AS "cancelRequested",
     p.charge_id IS NULL AND p.status IN ${AT_BANK} AS "needsAdoption", p.next_action->>'type' AS "actionType",
     p.action_expires_at > now() AS "actionOpen", p.error_reason AS "errorReason", ${paymentJson('p')} AS body, ${publicPaymentJson('p')} AS "publicBody"
   FROM payments p LEFT JOIN charges c ON c.merchant_id = p.merchant_id AND c.id = p.charge_id
   WHERE p.merchant_id = $1 AND p.id = $2`,
);
