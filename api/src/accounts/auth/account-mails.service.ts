import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock.js';
import type { Queryable } from '../../platform/database/database.js';
import { formatTime } from '../../platform/mail/mail-formats.js';
import type { MailValues } from '../../platform/mail/mail-kinds.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import type { ClientInfo } from '../access/decorators.js';
import { MAIL_LOCALE } from './auth.queries.js';

const SENDER = 'Payment gateway';
const STANDARD = { locale: 'en', timeZone: 'UTC' };

interface Recipient {
  id: string;
  email: string;
}

/**
 * Mails about a user's own account. They belong to no merchant, so that no colleague reads them: a link for a new
 * password would open the account.
 */
@Injectable()
export class AccountMails {
  constructor(
    private readonly outbox: MailOutbox,
    private readonly clock: Clock,
  ) {}

  get isOn(): boolean {
    return this.outbox.isOn;
  }

  async newSignIn(tx: Queryable, { id, email }: Recipient, { address, userAgent }: ClientInfo): Promise<void> {
    if (!this.isOn) return;
    const { locale, timeZone } = await this.languageOf(tx, id);
    const at = formatTime(this.clock.now(), locale, timeZone);
    await this.outbox.write(tx, {
      ...{ kind: 'new_sign_in', merchantId: null, userId: id, recipient: email, sender: SENDER, locale },
      values: { at, address, device: userAgent ?? '–' },
      link: this.outbox.dashboardUrl('/dashboard/settings/sign-in'),
    });
  }

  /** A change to the second factors that the user may not have made. */
  async factorChanged(tx: Queryable, { id, email }: Recipient, change: MailValues['factor_changed']['change']) {
    if (!this.isOn) return;
    const { locale, timeZone } = await this.languageOf(tx, id);
    await this.outbox.write(tx, {
      ...{ kind: 'factor_changed', merchantId: null, userId: id, recipient: email, sender: SENDER, locale },
      values: { change, at: formatTime(this.clock.now(), locale, timeZone) },
      link: this.outbox.dashboardUrl('/dashboard/settings/sign-in'),
    });
  }

  async passwordReset(tx: Queryable, { id, email }: Recipient, token: string, seconds: number): Promise<void> {
    const { locale } = await this.languageOf(tx, id);
    await this.outbox.write(tx, {
      ...{ kind: 'password_reset', merchantId: null, userId: id, recipient: email, sender: SENDER, locale },
      values: { minutes: String(Math.floor(seconds / 60)) },
      secret: { link: this.outbox.dashboardUrl(`/reset-password?token=${token}`), seconds },
    });
  }

  /** Locale and time zone of the user's first merchant. */
  private async languageOf(tx: Queryable, userId: string): Promise<typeof STANDARD> {
    const [found] = await tx.query<typeof STANDARD>(MAIL_LOCALE, [userId]);
    return found ?? STANDARD;
  }
}
