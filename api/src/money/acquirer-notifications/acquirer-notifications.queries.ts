import { STAMP_VERIFIED } from '../../acquiring/connector-accounts/connector-accounts.sql.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { wakeCharges } from '../payments/payments.sql.js';
import { wakeRefunds } from '../refunds/refunds.sql.js';
import { KNOWN } from './known.sql.js';

/**
 * Wakes what the notifications of `input` name, of their own account only: refunds and charges by our reference or by an
 * id that the acquirer gave, unless all that is stated of them is stored already. A refund that has failed wakes its
 * charge, whose total says whether the money moved.
 */
const wake = (isStored: string) => `
  ids AS MATERIALIZED (
    SELECT i.merchant_id, i.account_id, a.connector, x.kind, x.id FROM input i
    JOIN connector_accounts a ON a.merchant_id = i.merchant_id AND a.id = i.account_id
    CROSS JOIN LATERAL json_to_recordset(i.ids) AS x(kind text, id text)),
  found_refunds AS MATERIALIZED (
    SELECT r.merchant_id, r.id, r.status, r.charge_id, i.account_id
    FROM input i JOIN refunds r ON r.merchant_id = i.merchant_id AND r.id = i.refund_reference
    UNION
    SELECT r.merchant_id, r.id, r.status, r.charge_id, i.account_id FROM ids i
    JOIN refunds r ON r.merchant_id = i.merchant_id AND r.connector = i.connector AND r.connector_reference = i.id),
  named_refunds AS MATERIALIZED (
    SELECT f.* FROM found_refunds f
    JOIN charges c ON c.merchant_id = f.merchant_id AND c.id = f.charge_id AND c.account_id = f.account_id),
  named_charges AS MATERIALIZED (
    SELECT c.merchant_id, c.id FROM input i
    JOIN charges c ON c.merchant_id = i.merchant_id AND c.id = i.charge_reference AND c.account_id = i.account_id
    UNION
    SELECT k.merchant_id, k.charge_id FROM ids i JOIN charge_ids k
      ON k.merchant_id = i.merchant_id AND k.account_id = i.account_id AND k.kind = i.kind AND k.id = i.id
    UNION
    SELECT merchant_id, charge_id FROM named_refunds WHERE status = 'failed'),
  matched AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM named_charges) OR EXISTS (SELECT FROM named_refunds) AS yes),
  ${KNOWN},
  ${isStored},
  ${wakeCharges('other_charges n CROSS JOIN stored')},
  ${wakeRefunds('other_refunds n CROSS JOIN stored')}`;

/** Hints for what was woken. */
const HINTS = `(SELECT coalesce(json_agg(hint), '[]') FROM (
  SELECT hint FROM woken_charges UNION ALL SELECT hint FROM woken_refunds) h)`;

/** How long one without a match waits for the next try: as long as it is old, at least 1 s and at most 5 min. */
const NEXT_TRY = `now() + least(interval '5 minutes', greatest(interval '1 second', now() - n.received_at))`;

/**
 * Stores a notification and wakes what it names. One that came before, by the acquirer's id or by the hash of its body,
 * changes nothing: `isNew` is false. $3 hash, $4 the acquirer's id, $5 type, $6 ids, $7 and $8 our references, $9 what it
 * states, which is not stored: null if that was not read. `isKnown`: it wakes nothing, because all of it is stored already.
 */
export const RECEIVE = statement(
  'notifications_receive',
  `WITH input AS MATERIALIZED (
    SELECT $1::uuid AS merchant_id, $2::text AS account_id, $6::json AS ids, $7::text AS charge_reference,
      $8::text AS refund_reference, $9::json AS stated),
  ${wake(`stored AS (
    INSERT INTO connector_notifications (merchant_id, account_id, body_hash, event_id, type, ids, charge_reference,
      refund_reference, matched_at, due_at)
    SELECT i.merchant_id, i.account_id, $3, $4, $5, i.ids, i.charge_reference, i.refund_reference,
      CASE WHEN m.yes THEN now() END, CASE WHEN NOT m.yes THEN now() + interval '1 second' END
    FROM input i CROSS JOIN matched m
    ON CONFLICT DO NOTHING RETURNING matched_at)`)},
  stamped AS (${STAMP_VERIFIED})
  SELECT EXISTS (SELECT FROM stored) AS "isNew", yes AS "isMatched",
    yes AND NOT EXISTS (SELECT FROM other_charges) AND NOT EXISTS (SELECT FROM other_refunds) AS "isKnown", ${HINTS} AS hints
  FROM matched`,
);

/** Notifications without a match that are to be matched again. */
export const DUE = statement(
  'notifications_due',
  `SELECT merchant_id AS "merchantId", account_id AS "accountId", body_hash AS "bodyHash"
   FROM connector_notifications WHERE due_at <= now() ORDER BY due_at LIMIT $1`,
);

/** Tries again to match one, for $4 ms since it came. What it stated was not stored, so that it wakes all that it names. */
export const MATCH = statement(
  'notifications_match',
  `WITH input AS MATERIALIZED (
    SELECT *, NULL::json AS stated FROM connector_notifications
    WHERE merchant_id = $1 AND account_id = $2 AND body_hash = $3 AND due_at <= now() FOR NO KEY UPDATE),
  ${wake(`stored AS (
    UPDATE connector_notifications n SET matched_at = CASE WHEN m.yes THEN now() END,
      due_at = CASE WHEN NOT m.yes AND n.received_at > now() - ${milliseconds('$4')} THEN ${NEXT_TRY} END
    FROM input i CROSS JOIN matched m
    WHERE n.merchant_id = i.merchant_id AND n.account_id = i.account_id AND n.body_hash = i.body_hash
    RETURNING n.matched_at)`)}
  SELECT EXISTS (SELECT FROM stored WHERE matched_at IS NOT NULL) AS "isMatched", ${HINTS} AS hints`,
);

/** Deletes up to $2 that came more than $1 ms ago. */
export const FORGET = statement(
  'notifications_forget',
  `DELETE FROM connector_notifications WHERE ctid = ANY (ARRAY(SELECT ctid FROM connector_notifications
   WHERE received_at < now() - ${milliseconds('$1')} ORDER BY received_at LIMIT $2)) RETURNING body_hash`,
);
