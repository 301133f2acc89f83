import { columns, iso, jsonObject } from '../../platform/database/json.js';
import { leaseFree, takeLease } from '../../platform/database/lease.sql.js';
import { milliseconds, statement } from '../../platform/database/sql.js';
import { HIDDEN_LINK, LINK_MARK } from '../../platform/mail/mail-text.js';

const COLUMNS = [
  columns('m', 'id', 'kind', 'object_id', 'recipient', 'subject', 'status', 'attempts', 'error'),
  iso('m.next_attempt_at'),
  iso('m.sent_at'),
  iso('m.created_at'),
].join(', ');

/** A mail of a list: without its text. */
export const MAIL_JSON = jsonObject(COLUMNS);

/** Mails about a user's account have no merchant, so that this finds none of them. */
export const GET = statement(
  'mails_get',
  `SELECT ${jsonObject(`${COLUMNS}, replace(m.body_text, '${LINK_MARK}', '${HIDDEN_LINK}') AS text`)} AS body
   FROM mails m WHERE m.merchant_id = $1 AND m.id = $2`,
);

const OF_SENDER = `m.id, m.fence, m.attempts, m.recipient, m.sender_name AS sender, m.subject, m.body_text AS text,
  m.body_html AS html, m.secret_cipher AS secret, m.secret_until <= now() AS "linkExpired",
  coalesce(m.merchant_id::text, '') AS "merchantId", m.kind`;

/** Leases up to $1 due mails for $2 ms and counts their attempts. A mail whose worker died is due when its lease ends. */
export const LEASE = statement(
  'mails_lease',
  `UPDATE mails m SET ${takeLease('m', '$2')}, attempts = m.attempts + 1, updated_at = now()
   WHERE m.id = ANY (ARRAY(
     SELECT d.id FROM mails d WHERE d.status = 'pending' AND d.next_attempt_at <= now() AND ${leaseFree('d')}
     ORDER BY d.next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED))
   RETURNING ${OF_SENDER}`,
);

/**
 * Records an attempt: $2 fence, $3 status, $4 error, $5 ms until the next attempt. The link of a mail that has ended is
 * removed. No row: another worker has the mail.
 */
export const RECORD = statement(
  'mails_record',
  `UPDATE mails m SET status = $3, error = $4, lease_until = NULL, updated_at = now(),
    next_attempt_at = CASE WHEN $3 = 'pending' THEN now() + ${milliseconds('$5')} END,
    sent_at = CASE WHEN $3 = 'sent' THEN now() END,
    secret_cipher = CASE WHEN $3 = 'pending' THEN m.secret_cipher END
   WHERE m.id = $1 AND m.fence = $2 AND m.status = 'pending' RETURNING m.id`,
);

/**
 * Ends leases without an attempt: the mails are due again at once. $1 ids, $2 their fences. Without a condition on the
 * status, so that the plan uses the primary key.
 */
export const HAND_BACK = statement(
  'mails_hand_back',
  `UPDATE mails m SET attempts = m.attempts - 1, lease_until = NULL
   FROM unnest($1::uuid[], $2::bigint[]) AS h(id, fence) WHERE m.id = h.id AND m.fence = h.fence`,
);

/** Removes up to $1 links that have expired: a mail that is kept in the inbox needs its link no longer. */
export const FORGET_LINKS = statement(
  'mails_forget_links',
  `UPDATE mails SET secret_cipher = NULL WHERE id = ANY (ARRAY(
     SELECT id FROM mails WHERE secret_cipher IS NOT NULL AND secret_until <= now()
     ORDER BY secret_until LIMIT $1)) RETURNING id`,
);

/** Deletes up to $2 mails that are older than $1 ms. A pending one stays: its schedule ends it. */
export const FORGET = statement(
  'mails_forget',
  `DELETE FROM mails WHERE id = ANY (ARRAY(
     SELECT id FROM mails WHERE created_at < now() - ${milliseconds('$1')} AND status <> 'pending'
     ORDER BY created_at LIMIT $2)) RETURNING id`,
);
export const FORGET_NOTICES = statement(
  'mail_notices_forget',
  `DELETE FROM mail_notices WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM mail_notices WHERE created_at < now() - ${milliseconds('$1')} ORDER BY created_at LIMIT $2))
   RETURNING object_id`,
);
