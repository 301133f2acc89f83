import { announce, DELIVERY_HINTS } from '../../messaging/events/events.sql.js';
import { firstDueOfMerchants } from '../../platform/database/due.sql.js';
import { leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { byTerms, idsBeginning, ORDERS_BY_RECEIPT } from '../../platform/database/search.js';
import { type Form, MANY, milliseconds, ONE, statement } from '../../platform/database/sql.js';
import { acceptRows } from '../../platform/idempotency/idempotency.sql.js';
import { CLAIM_COLUMNS } from '../../platform/idempotency/key-claim.js';
import { PAYMENT_REFUNDED_ROWS, wakeCharges } from '../payments/payments.sql.js';
import { withinRefundLimits } from './refund-rules.js';
import { refundJson } from './refunds.sql.js';

const COLUMNS = `merchant_id uuid, id text, payment_id text, wanted bigint, reason text, event_id text, payment_event_id text,
  actor text, request_id text, trace_parent text, notes json, demands json, ${CLAIM_COLUMNS}`;

const REFUNDABLE_MS = `(i.demands->p.connector->>'refundable_ms')::float8`;

/** Below 0 if the acquirer withholds or has given back more than is left. */
const refundable = (p: string) =>
  `(${p}.amount_captured - ${p}.amount_refunded - ${p}.amount_disputed - ${p}.amount_refunded_elsewhere)`;

/**
 * Creates refunds in one statement, in this order: check and lock the payment (captured, and enough left), claim the
 * key, then reserve the amount on the payment and insert the refund, its movement and its events. `wanted` null: all
 * that is left.
 */
const create = (form: Form) => `
  WITH input AS MATERIALIZED (${form.rows(COLUMNS)}),
  eligible AS MATERIALIZED (
    SELECT i.*, p.mode, p.order_id, p.currency, p.connector, p.captured_charge_id AS charge_id,
      coalesce(i.wanted, ${refundable('p')}) AS amount,
      'pending' AS status, 1 AS version, NULL::text AS error_code, NULL::text AS error_reason,
      NULL::text AS error_description, NULL::text AS connector_reference, now() AS created_at, now() AS updated_at,
      NULL::timestamptz AS processed_at
    FROM input i JOIN payments p ON p.merchant_id = i.merchant_id AND p.id = i.payment_id
    WHERE p.status = 'success' AND p.captured
      AND coalesce(i.wanted, ${refundable('p')}) BETWEEN 1 AND ${refundable('p')}
      AND ((i.demands->p.connector->>'whole_only')::boolean IS NOT TRUE OR coalesce(i.wanted, ${refundable('p')}) = p.amount_captured)
      AND ${withinRefundLimits(`coalesce(i.wanted, ${refundable('p')})`)}
      AND (${REFUNDABLE_MS} IS NULL OR p.captured_at > now() - ${milliseconds(REFUNDABLE_MS)})
    ORDER BY p.merchant_id, p.id FOR NO KEY UPDATE OF p ${form.locked}),
  ${acceptRows('eligible', refundJson)},
  reserved AS (
    UPDATE payments p SET amount_refunded = p.amount_refunded + w.amount, version = p.version + 1, updated_at = now()
    FROM (SELECT merchant_id, payment_id, sum(amount)::bigint AS amount FROM accepted GROUP BY merchant_id, payment_id) w
    WHERE p.merchant_id = w.merchant_id AND p.id = w.payment_id
    RETURNING p.*),
  stored AS (
    INSERT INTO refunds (merchant_id, id, mode, payment_id, order_id, amount, currency, reason, connector, actor,
      request_id, trace_parent, due_at, notes)
    SELECT merchant_id, id, mode, payment_id, order_id, amount, currency, reason, connector, actor, request_id,
      trace_parent, now(), notes FROM accepted),
  moved AS (
    INSERT INTO movements (merchant_id, mode, type, payment_id, charge_id, refund_id, amount, currency)
    SELECT merchant_id, mode, 'refund', payment_id, charge_id, id, -amount, currency FROM accepted),
  source AS (
    SELECT merchant_id, mode, event_id, 'refund.created' AS event, 'refund' AS object, id AS object_id, version,
      body AS data, actor, request_id, trace_parent FROM accepted
    UNION ALL
    SELECT DISTINCT ON (a.merchant_id, a.payment_id) a.merchant_id, a.mode, a.payment_event_id, p.event, p.object, p.object_id,
      p.version, p.data, a.actor, a.request_id, a.trace_parent
    FROM accepted a JOIN (${PAYMENT_REFUNDED_ROWS('reserved')}) p
      ON p.merchant_id = a.merchant_id AND p.object_id = a.payment_id),
  ${announce('source')}
  SELECT id, body, ${form.once(DELIVERY_HINTS)} AS hints FROM accepted`;

export const CREATE = {
  one: statement('refunds_create', create(ONE)),
  many: statement('refunds_create_many', create(MANY)),
};

/** Read only if a create returned no row: the reason why. */
export const WHY_NOT = statement(
  'refunds_why_not',
  `SELECT captured, connector, currency, amount_captured AS "amountCaptured", ${refundable('p')} AS refundable,
     (extract(epoch FROM now() - captured_at) * 1000)::float8 AS "capturedMsAgo"
   FROM payments p WHERE merchant_id = $1 AND id = $2`,
);

export const GET = statement(
  'refunds_get',
  `SELECT ${refundJson('r')} AS body FROM refunds r WHERE r.merchant_id = $1 AND r.id = $2`,
);

/** $3 the notes, $4 the event's id, $5 to $7 its author. */
export const UPDATE = statement(
  'refunds_update',
  `WITH changed AS (
    UPDATE refunds r SET notes = $3::json, version = r.version + 1, updated_at = now()
    WHERE r.merchant_id = $1 AND r.id = $2 RETURNING *),
  source AS MATERIALIZED (
    SELECT merchant_id, mode, $4::text AS event_id, 'refund.updated' AS event, 'refund' AS object, id AS object_id, version,
      ${refundJson('changed')} AS data, $5::text AS actor, $6::text AS request_id, $7::text AS trace_parent FROM changed),
  ${announce('source')}
  SELECT data AS body, ${DELIVERY_HINTS} AS hints FROM source`,
);

/** Due and not leased: by its own columns, or by those of the version before charges. */
const IS_DUE = `CASE WHEN r.charge_id IS NULL THEN r.due_at <= now() AND ${leaseFree('r')}
  ELSE r.call_due_at <= now() AND ${leaseFree('r', 'call_lease_until')} END`;

/**
 * Leases a due refund and stores the charge that it goes to. `call_due_at` and `call_lease_until` replace `due_at` and
 * `lease_until`, which are set so that no worker of the version before charges can lease it. No row if its payment has no
 * charge yet. A processed refund that was woken stays processed. $3 lease ms.
 */
export const LEASE = statement(
  'refunds_lease',
  `WITH held AS MATERIALIZED (
    SELECT r.merchant_id, r.id, p.captured_charge_id AS charge_id
    FROM refunds r JOIN payments p ON p.merchant_id = r.merchant_id AND p.id = r.payment_id
    WHERE r.merchant_id = $1 AND r.id = $2 AND p.captured_charge_id IS NOT NULL AND ${IS_DUE}
    FOR NO KEY UPDATE OF r)
  UPDATE refunds r SET ${takeLease('r', '$3', 'call_lease_until')}, asked_at = now(),
     status = CASE r.status WHEN 'pending' THEN 'processing' ELSE r.status END,
     version = r.version + CASE r.status WHEN 'pending' THEN 1 ELSE 0 END,
     sends = CASE r.status WHEN 'pending' THEN 1 ELSE r.sends END,
     sent_at = CASE r.status WHEN 'pending' THEN now() ELSE r.sent_at END, charge_id = coalesce(r.charge_id, h.charge_id),
     call_due_at = coalesce(r.call_due_at, r.due_at), due_at = NULL, lease_until = 'infinity'
   FROM held h JOIN charges c ON c.merchant_id = h.merchant_id AND c.id = h.charge_id
   WHERE r.merchant_id = h.merchant_id AND r.id = h.id
   RETURNING r.merchant_id AS "merchantId", r.id, r.payment_id AS "paymentId", r.charge_id AS "chargeId",
     c.provider_id AS "chargeProviderId", c.account_id AS "accountId", c.connector, r.mode, r.fence,
     r.wake_seq AS "wakeSequence", old.status AS "previousStatus", r.amount, r.currency,
     r.connector_reference AS "providerId", r.sends AS "sendCount", r.silences AS "consecutiveTimeouts",
     r.key_number AS "keyNumber", r.answered,
     extract(epoch FROM now() - coalesce(r.sent_at, r.created_at))::float8 * 1000 AS "sentMsAgo",
     r.trace_parent AS "traceParent", r.request_id AS "requestId",
     coalesce(old.call_lease_until, CASE WHEN old.charge_id IS NULL THEN old.lease_until END) IS NOT NULL AS "takenOver"`,
);

/** The payment of a due refund, if it is of the version before charges and has none yet. */
export const PAYMENT_TO_ADOPT = statement(
  'refunds_payment_to_adopt',
  `SELECT p.id FROM refunds r JOIN payments p ON p.merchant_id = r.merchant_id AND p.id = r.payment_id
   WHERE r.merchant_id = $1 AND r.id = $2 AND r.due_at <= now() AND p.charge_id IS NULL`,
);

/**
 * Counts a send before it is made, and renews the lease for it. A response whose effect a find has denied is followed by a
 * new idempotency key; silence is not. $3 fence, $4 lease ms, $5 whether the acquirer has forgotten the key by now.
 */
export const COUNT_SEND = statement(
  'refunds_count_send',
  `UPDATE refunds SET sends = sends + 1, key_number = key_number + CASE WHEN answered THEN 1 ELSE 0 END, answered = false,
     sent_at = CASE WHEN answered OR $5 THEN now() ELSE coalesce(sent_at, now()) END,
     call_lease_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING key_number AS "keyNumber"`,
);

/** Renews the lease for a second call. $3 fence, $4 lease ms. */
export const RENEW = statement(
  'refunds_renew',
  `UPDATE refunds SET call_lease_until = now() + ${milliseconds('$4')}
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING id`,
);

/**
 * Not decided, or nothing new: due again in $4 ms; null: never. If a notification has come since the lease, whose $5 had
 * come, it is due at once: `isWoken`. $3 fence, $6 timeouts in a row, $7 the acquirer's id. $8: the send had a response
 * without an outcome. $9: it was refused, so that it does not count.
 */
export const RETRY_LATER = statement(
  'refunds_ask_again',
  `UPDATE refunds SET call_lease_until = NULL, silences = $6, connector_reference = coalesce(connector_reference, $7),
     call_due_at = CASE WHEN wake_seq <> $5 THEN now() ELSE now() + ${milliseconds('$4')} END,
     answered = answered OR $8::boolean, sends = sends - CASE WHEN $9::boolean THEN 1 ELSE 0 END
   WHERE merchant_id = $1 AND id = $2 AND fence = $3 RETURNING wake_seq <> $5 AS "isWoken"`,
);

/**
 * Records the outcome under the fence. A refund that fails, also one that was processed and is taken back, releases its
 * amount in the same statement, exactly once. $3 fence, $4 status, $5 bank's reference, $6 reason, $7 description, $8
 * event id, $9 how many notifications had come at its lease: another number makes it due at once.
 */
export const RECORD = statement(
  'refunds_record',
  `WITH paid AS MATERIALIZED (
    SELECT p.merchant_id, p.id FROM payments p
    WHERE p.merchant_id = $1 AND p.id = (SELECT payment_id FROM refunds WHERE merchant_id = $1 AND id = $2)
    FOR NO KEY UPDATE),
  changed AS (
    UPDATE refunds r SET status = $4, version = r.version + 1, call_lease_until = NULL, updated_at = now(),
      call_due_at = CASE WHEN $4 = 'processed' AND r.wake_seq <> $9 THEN now() END,
      connector_reference = coalesce($5, r.connector_reference),
      error_code = CASE $4 WHEN 'failed' THEN 'REFUND_FAILED' END, error_reason = $6, error_description = $7,
      processed_at = CASE $4 WHEN 'processed' THEN now() ELSE r.processed_at END
    FROM paid WHERE r.merchant_id = paid.merchant_id AND r.payment_id = paid.id AND r.id = $2 AND r.fence = $3 AND r.status <> 'failed'
    RETURNING r.*),
  released AS (
    UPDATE payments p SET amount_refunded = p.amount_refunded - c.amount, version = p.version + 1, updated_at = now()
    FROM changed c WHERE p.merchant_id = c.merchant_id AND p.id = c.payment_id AND c.status = 'failed'),
  moved AS (
    INSERT INTO movements (merchant_id, mode, type, payment_id, charge_id, refund_id, amount, currency, connector_reference)
    SELECT merchant_id, mode, 'refund_failed', payment_id, charge_id, id, amount, currency, connector_reference
    FROM changed WHERE status = 'failed'),
  source AS (
    SELECT c.merchant_id, c.mode, $8::text AS event_id, 'refund.' || c.status AS event, 'refund' AS object, c.id AS object_id,
      c.version, ${refundJson('c')} AS data, 'system' AS actor, NULL::text AS request_id, c.trace_parent FROM changed c),
  ${announce('source')}
  SELECT id, call_due_at IS NOT NULL AS "isWoken", ${DELIVERY_HINTS} AS hints FROM changed`,
);

/** Asks about the charge of a refund that was taken back: its total says what was refunded by others. */
export const WAKE_CHARGE = statement(
  'refunds_wake_charge',
  `WITH named AS (SELECT merchant_id, charge_id AS id FROM refunds WHERE merchant_id = $1 AND id = $2),
  ${wakeCharges('named n')}
  SELECT hint FROM woken_charges`,
);

const isCallDue = (row: string, since = 'now()') =>
  `${row}.call_due_at <= ${since} AND ${leaseFree(row, 'call_lease_until')}`;
/** Of a refund that has no charge yet. */
const isFirstDue = (row: string, since = 'now()') => `${row}.due_at <= ${since} AND ${leaseFree(row)}`;

/** What is due for the merchant $1 and not leased, the oldest $2, without the ids $3. */
export const DUE_OF = statement(
  'refunds_due_of',
  `SELECT id, "merchantId", "accountId" FROM (
     (SELECT r.id, r.merchant_id AS "merchantId", c.account_id AS "accountId", r.call_due_at AS at FROM refunds r
      LEFT JOIN charges c ON c.merchant_id = r.merchant_id AND c.id = r.charge_id
      WHERE r.merchant_id = $1 AND ${isCallDue('r')} AND r.id <> ALL ($3::text[])
        AND coalesce(c.account_id <> ALL ($4::text[]), true)
      ORDER BY r.call_due_at LIMIT $2)
     UNION ALL
     (SELECT id, merchant_id, NULL, due_at FROM refunds r
      WHERE merchant_id = $1 AND ${isFirstDue('r')} AND id <> ALL ($3::text[]) ORDER BY due_at LIMIT $2)) due
   ORDER BY at LIMIT $2`,
);

const AGO = `now() - ${milliseconds('$2')}`;
/** For each merchant with refunds due for $2 ms: the ones that have been due longest. */
export const DUE = statement(
  'refunds_due',
  `${firstDueOfMerchants({ table: 'refunds', columns: 'd.id', dueAt: 'call_due_at', isDue: (row) => isCallDue(row, AGO) })}
   UNION ALL
   ${firstDueOfMerchants({ table: 'refunds', columns: 'd.id', dueAt: 'due_at', isDue: (row) => isFirstDue(row, AGO) })}`,
);

/** The ids that a search of the list finds. */
export const SEARCH = statement(
  'refunds_search',
  `SELECT ${idsBeginning('refunds')} || ${idsBeginning('payments')} || ${idsBeginning('orders')} || ${ORDERS_BY_RECEIPT}
     || ${byTerms('refund')} AS found`,
);
