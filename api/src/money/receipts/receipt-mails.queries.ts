import { iso } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import { claimNotices, isNoticed } from '../../platform/mail/mail-notices.sql.js';
import { receiptsBy } from '../../platform/mail/receipt-mails.sql.js';

/** What a receipt's mail says. */
const MAILED = `p.merchant_id AS "merchantId", p.id, p.mode, p.amount_captured AS amount, p.currency, m.name AS merchant,
  m.locale, concat_ws(', ', m.support_email, m.support_phone) AS support`;
const FROM = 'payments p JOIN merchants m ON m.id = p.merchant_id';

/** How long after the capture a payer who knows the payment's id alone gets the receipt. */
const PAYER_PERIOD = `interval '1 day'`;
const OF_PAYER = `${MAILED}, p.order_id AS "orderId", p.captured, ${iso('p.captured_at', '"paidAt"')}, m.time_zone AS "timeZone",
  coalesce(p.captured_at < now() - ${PAYER_PERIOD}, false) AS late,
  ${receiptsBy('p.merchant_id', 'p.id')} AS mails`;

/** Found by the payment's unguessable id alone. */
export const GET = statement('receipt_mails_get', `SELECT ${OF_PAYER} FROM ${FROM} WHERE p.id = $1`);

/** Requests about one payment, and mails to one address, are counted and written one after another. */
export const LOCK_PAYMENT = statement(
  'receipt_mails_lock_payment',
  'SELECT FROM payments WHERE merchant_id = $1 AND id = $2 FOR NO KEY UPDATE',
);
export const LOCK_ADDRESS = statement(
  'receipt_mails_lock_address',
  `SELECT pg_advisory_xact_lock(hashtextextended('receipt mail ' || lower($1::text), 0))`,
);

/** $1 merchant, $2 payment, $3 address, $4 the smallest id of a mail in the merchant's period, $5 its limit, $6 the address's. */
export const COUNT = statement(
  'receipt_mails_count',
  `SELECT ${receiptsBy('$1', '$2')} AS "ofPayment",
     (SELECT count(*)::int FROM (SELECT FROM mails WHERE kind = 'receipt' AND lower(recipient) = lower($3)
        AND created_at > now() - interval '1 day' LIMIT $6) a) AS "toAddress",
     (SELECT count(*)::int FROM (SELECT FROM mails WHERE merchant_id = $1 AND kind = 'receipt' AND id >= $4::uuid
        LIMIT $5) b) AS "ofMerchant"`,
);

/**
 * The next stretch of captures to read, under the lock of the one worker that reads them. It begins a minute before the
 * last one ended, because a movement has the time at which its transaction began; the notices keep each receipt single. No
 * row: no merchant wants it, or another worker has the lock.
 */
export const STRETCH = statement(
  'receipt_mails_stretch',
  `SELECT s."from", least(now(), s."from" + interval '10 minutes') AS "to" FROM (
     SELECT greatest(r.as_of - interval '1 minute', m.since) AS "from"
     FROM receipt_mail_progress r CROSS JOIN (
       SELECT min(mail_receipts_since) AS since FROM merchants WHERE mail_receipts_since <= now()) m
     WHERE m.since IS NOT NULL FOR UPDATE OF r SKIP LOCKED) s`,
);

/** Claims at most $3 payments captured from $1 to before $2 whose merchant mails receipts and whose payer's email is known. */
export const CLAIM = statement(
  'receipt_mails_claim',
  `WITH captured AS MATERIALIZED (
    SELECT ${MAILED}, p.customer->>'email' AS recipient
    FROM movements v
    CROSS JOIN LATERAL (SELECT * FROM merchants m WHERE m.id = v.merchant_id AND m.mail_receipts_since <= v.created_at LIMIT 1) m
    CROSS JOIN LATERAL (SELECT * FROM payments p WHERE p.merchant_id = v.merchant_id AND p.id = v.payment_id LIMIT 1) p
    WHERE v.created_at >= $1 AND v.created_at < $2 AND v.type = 'capture' AND p.captured
      AND p.customer->>'email' <> '' AND NOT ${isNoticed('receipt', 'v.merchant_id', 'v.payment_id')}
    LIMIT $3),
  claimed AS (SELECT DISTINCT "merchantId" AS merchant_id, id AS object_id FROM captured),
  ${claimNotices('receipt', 'claimed')}
  SELECT DISTINCT c.* FROM captured c JOIN noticed n ON n.merchant_id = c."merchantId" AND n.object_id = c.id`,
);

export const ADVANCE = statement(
  'receipt_mails_advance',
  'UPDATE receipt_mail_progress SET as_of = greatest(as_of, $1)',
);
