import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { formatMoney, formatTime } from '../../platform/mail/mail-formats.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import { CLAIM_EXPIRING } from './capture-notices.queries.js';

/** Payments of one scan. The next scan takes the rest. */
const MAX_PAYMENTS = 500;
/** Payments that a mail names; it counts the rest. */
const MAX_NAMED = 20;
const SWEEPS_PER_SCAN = 10;

interface Expiring {
  merchantId: string;
  id: string;
  amount: number;
  currency: string;
  before: string;
}

/** Reports authorised payments to their merchant before they are voided: each once, together in one mail. */
@Injectable()
export class CaptureNotices {
  private readonly withinMs: number;
  private scannedAt = 0;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly outbox: MailOutbox,
  ) {
    // Not right after the authorisation, if payments are voided soon.
    this.withinMs = Math.min(config.CAPTURE_NOTICE, config.CAPTURE_TIMEOUT / 2);
  }

  /** The sweeper calls it; a scan runs every ten sweeps. */
  async scan(): Promise<void> {
    const now = performance.now();
    if (!this.outbox.isOn || now - this.scannedAt < SWEEPS_PER_SCAN * this.config.SWEEP_INTERVAL) return;
    this.scannedAt = now;
    await this.database.transaction(async (tx) => {
      const expiring = await tx.query<Expiring>(CLAIM_EXPIRING, [this.withinMs, MAX_PAYMENTS]);
      for (const merchantId of new Set(expiring.map((payment) => payment.merchantId))) {
        const own = expiring.filter((payment) => payment.merchantId === merchantId);
        await this.write(tx, merchantId, own);
      }
    });
  }

  private async write(tx: Tx, merchantId: string, payments: Expiring[]): Promise<void> {
    const merchant = await this.outbox.merchant(tx, merchantId);
    if (!merchant) return;
    const { name, locale, timeZone, recipients } = merchant;
    const lines = payments
      .slice(0, MAX_NAMED)
      .map(({ id, amount, currency, before }) =>
        [id, formatMoney(amount, currency, locale), formatTime(new Date(before), locale, timeZone)].join(', '),
      );
    const more = payments.length > MAX_NAMED ? String(payments.length - MAX_NAMED) : '';
    for (const recipient of recipients) {
      await this.outbox.write(tx, {
        ...{ kind: 'authorizations_expiring', merchantId, recipient, sender: name, locale },
        ...(payments.length === 1 && { objectId: payments[0]?.id ?? '' }),
        values: { merchant: name, count: String(payments.length), payments: lines, more },
        link: this.outbox.dashboardUrl('/dashboard/transactions'),
      });
    }
  }
}
