import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import type { Queryable } from '../database/database.js';
import { type SealedPlace, SecretBox } from '../secrets/secret-box.js';
import { compose } from './mail-composer.js';
import type { MailKind, MailValues } from './mail-kinds.js';
import { NEW_ID, RECIPIENTS, WRITE } from './mail-outbox.queries.js';
import { isMailAddress, LINK_MARK, oneLine } from './mail-text.js';

/** The place that binds a mail's sealed link to its row. */
export const mailLinkPlace = (mailId: string): SealedPlace => ({
  table: 'mails',
  row: [mailId],
  purpose: 'link',
  former: `${mailId}/link`,
});

export interface NewMail<Kind extends MailKind> {
  kind: Kind;
  /** The merchant whose list shows the mail; null for a mail about a user's account. */
  merchantId: string | null;
  /** The user whose account the mail is about. */
  userId?: string;
  objectId?: string;
  recipient: string;
  /** The name in `From`. */
  sender: string;
  locale: string;
  values: MailValues[Kind];
  /** A public link. */
  link?: string;
  /** A link that is a credential: stored sealed, until the mail is sent or the time has passed. */
  secret?: { link: string; seconds: number };
}

/** A merchant as its own mails need it. */
export interface MailedMerchant {
  name: string;
  locale: string;
  timeZone: string;
  recipients: string[];
}

/**
 * Writes mails, in the transaction of what caused them; messaging/mail sends them. Without SMTP_URL a demo run keeps them
 * in the inbox, and any other run writes none.
 */
@Injectable()
export class MailOutbox {
  constructor(
    private readonly config: Config,
    private readonly secrets: SecretBox,
  ) {}

  /** False: this gateway writes no mails. */
  get isOn(): boolean {
    return this.config.SMTP_URL !== undefined || this.config.DEMO;
  }

  /** A link into the dashboard. */
  dashboardUrl(path: string): string {
    return `${this.config.PUBLIC_DASHBOARD_URL.replace(/\/$/, '')}${path}`;
  }

  /** Writes nothing if mail is off, or if the recipient is not an address that a mail can go to. */
  async write<Kind extends MailKind>(tx: Queryable, mail: NewMail<Kind>): Promise<void> {
    const { kind, merchantId, userId = null, objectId = null, recipient, secret } = mail;
    if (!this.isOn || !isMailAddress(recipient)) return;
    const [made] = await tx.query<{ id: string }>(NEW_ID);
    const id = made?.id ?? '';
    const link = secret ? LINK_MARK : (mail.link ?? null);
    const { subject, text, html } = compose(kind, mail.locale, mail.values, link);
    await tx.query(WRITE, [
      ...[id, merchantId, userId, kind, objectId, recipient, oneLine(mail.sender, 100), subject, text, html],
      secret ? this.secrets.seal(secret.link, mailLinkPlace(id)) : null,
      secret?.seconds ?? null,
      this.config.SMTP_URL === undefined ? 'kept' : 'pending',
    ]);
  }

  /** The merchant with the recipients of its own mails; null if mail is off. */
  async merchant(tx: Queryable, merchantId: string): Promise<MailedMerchant | null> {
    if (!this.isOn) return null;
    const [merchant] = await tx.query<MailedMerchant>(RECIPIENTS, [merchantId]);
    return merchant ?? null;
  }
}
