import { statement } from '../database/sql.js';

export const NEW_ID = statement('mails_new_id', 'SELECT uuidv7()::text AS id');

/** A mail that is due now, or without SMTP kept in the inbox. $12 seconds after which its link is of no use. */
export const WRITE = statement(
  'mails_write',
  `INSERT INTO mails (id, merchant_id, user_id, kind, object_id, recipient, sender_name, subject, body_text, body_html,
     secret_cipher, secret_until, status, next_attempt_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + make_interval(secs => $12), $13,
     CASE WHEN $13 = 'pending' THEN now() END)`,
);

/** Where a merchant's own mails go: to its email, without one to its owners. At most 10 recipients. */
export const RECIPIENTS = statement(
  'mails_recipients',
  `SELECT m.name, m.locale, m.time_zone AS "timeZone", CASE WHEN m.email IS NOT NULL THEN ARRAY[m.email] ELSE ARRAY(
     SELECT u.email FROM memberships s JOIN users u ON u.id = s.user_id
     WHERE s.merchant_id = m.id AND s.role = 'owner' ORDER BY s.created_at LIMIT 10) END AS recipients
   FROM merchants m WHERE m.id = $1`,
);
