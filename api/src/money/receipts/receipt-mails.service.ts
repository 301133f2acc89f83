import { Injectable, Logger } from '@nestjs/common';
import type { Mode } from '../../accounts/access/permissions.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { formatMoney } from '../../platform/mail/mail-formats.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { smallestUuidAt } from '../../platform/uuid.js';
import { limitOf, limitReached, MAX_PER_ADDRESS, type WrittenReceipts } from './receipt-mail-limits.js';
import { ADVANCE, CLAIM, COUNT, LOCK_ADDRESS, STRETCH } from './receipt-mails.queries.js';
import { receiptUrl } from './receipt-token.js';

/** Payments of one batch of a scan, and batches of one scan. */
const BATCH_SIZE = 50;
const MAX_BATCHES = 5;
const SWEEPS_PER_SCAN = 5;

/** A captured payment, as the mail with its receipt shows it. */
export interface MailedPayment {
  merchantId: string;
  id: string;
  mode: Mode;
  amount: number;
  currency: string;
  merchant: string;
  locale: string;
  support: string;
}
interface Stretch {
  from: Date;
  to: Date;
}

/** Writes mails with receipts to payers, each within the limits: on request, and for merchants that mail every receipt. */
@Injectable()
export class ReceiptMails {
  private readonly logger = new Logger(ReceiptMails.name);
  private scannedAt = 0;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly outbox: MailOutbox,
    private readonly clock: Clock,
  ) {}

  /** Writes a mail, or throws if a limit is reached. No lock is taken after that of the address, so that none deadlocks. */
  async write(tx: Tx, payment: MailedPayment, recipient: string): Promise<void> {
    const { merchantId, id, merchant, locale, amount, currency, support } = payment;
    await tx.query(LOCK_ADDRESS, [recipient]);
    const refusal = await this.refusal(tx, payment, recipient);
    if (refusal) throw refusal;
    await this.outbox.write(tx, {
      ...{ kind: 'receipt', merchantId, objectId: id, recipient, sender: merchant, locale },
      values: { merchant, amount: formatMoney(amount, currency, locale), number: `R-${id.slice(4)}`, support },
      link: receiptUrl(this.config, this.secrets, id),
    });
  }

  private async refusal(tx: Tx, { merchantId, id, mode }: MailedPayment, recipient: string): Promise<ApiError | null> {
    const rate = this.config.RECEIPT_MAIL_LIMIT;
    const period = rate === 'off' ? 0 : rate.periodMs;
    const since = smallestUuidAt(new Date(this.clock.now().getTime() - period));
    const most = rate === 'off' ? 0 : limitOf(rate, mode);
    const values = [merchantId, id, recipient, since, most, MAX_PER_ADDRESS];
    const [written] = await tx.query<WrittenReceipts>(COUNT, values);
    return written ? limitReached(written, rate, mode) : null;
  }

  /** The sweeper calls it. Mails the receipts of new captures for the merchants that want it, each once. */
  async scan(): Promise<void> {
    const now = performance.now();
    if (!this.outbox.isOn || now - this.scannedAt < SWEEPS_PER_SCAN * this.config.SWEEP_INTERVAL) return;
    this.scannedAt = now;
    for (let batches = 0; batches < MAX_BATCHES; batches++) {
      if ((await this.database.transaction((tx) => this.batch(tx))) < BATCH_SIZE) return;
    }
  }

  /** Returns how many payments it has claimed. */
  private async batch(tx: Tx): Promise<number> {
    const [stretch] = await tx.query<Stretch>(STRETCH);
    if (!stretch) return 0;
    const claimed = await tx.query<MailedPayment & { recipient: string }>(CLAIM, [
      ...[stretch.from, stretch.to],
      BATCH_SIZE,
    ]);
    for (const { recipient, ...payment } of claimed) {
      await this.write(tx, payment, recipient).catch((error: unknown) => this.skip(error, payment));
    }
    if (claimed.length < BATCH_SIZE) await tx.query(ADVANCE, [stretch.to]);
    return claimed.length;
  }

  private skip(error: unknown, { merchantId, id }: MailedPayment): void {
    if (!(error instanceof ApiError)) throw error;
    this.logger.warn(`a receipt was not mailed: ${error.reason}`, { payment_id: id, merchant_id: merchantId });
  }
}
