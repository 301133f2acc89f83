import type { Queryable } from '../database/database.js';
import { statement } from '../database/sql.js';
import type { SecretBox } from '../secrets/secret-box.js';
import { mailLinkPlace } from './mail-outbox.js';
import { withLink } from './mail-text.js';

const MAX_MAILS = 10;
const KEPT = statement(
  'mails_kept',
  `SELECT id, subject, body_text AS text, secret_cipher AS secret, iso(created_at) AS "createdAt"
   FROM mails WHERE status = 'kept' AND recipient = $1 ORDER BY id DESC LIMIT ${MAX_MAILS}`,
);

export interface KeptMail {
  id: string;
  createdAt: string;
  subject: string;
  /** With its link, unless that has expired. */
  text: string;
}

/**
 * The newest mails to an address that a demo run keeps because it has no mail server. Only the operator's command calls
 * this: it reads links that open accounts.
 */
export async function keptMails(db: Queryable, secrets: SecretBox, recipient: string): Promise<KeptMail[]> {
  const mails = await db.query<KeptMail & { secret: string | null }>(KEPT, [recipient]);
  return mails.map(({ secret, text, ...mail }) => ({
    ...mail,
    text: withLink(text, secret === null ? null : secrets.open(secret, mailLinkPlace(mail.id))),
  }));
}
