import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../accounts/access/caller.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Queryable } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import { isMailAddress } from '../../platform/mail/mail-text.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { MAX_PER_PAYMENT } from './receipt-mail-limits.js';
import { type MailedPayment, ReceiptMails } from './receipt-mails.service.js';
import { GET, LOCK_PAYMENT } from './receipt-mails.queries.js';
import { receiptUrl } from './receipt-token.js';
import type { MailReceiptDto, PayerReceiptDto } from './receipt.dto.js';

interface PaidPayment extends MailedPayment {
  orderId: string;
  captured: boolean;
  paidAt: string;
  timeZone: string;
  late: boolean;
  mails: number;
}

/** The receipt for a payer who has just paid, and knows the payment's id alone. */
@Injectable()
export class PayerReceiptsService {
  private readonly logger = new Logger(PayerReceiptsService.name);

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly idempotency: IdempotencyService,
    private readonly outbox: MailOutbox,
    private readonly mails: ReceiptMails,
  ) {}

  async get(paymentId: string): Promise<PayerReceiptDto> {
    return this.shown(await this.find(this.database, paymentId));
  }

  async mail(
    { requestId }: Actor,
    paymentId: string,
    { email }: MailReceiptDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<PayerReceiptDto>> {
    const { merchantId, orderId } = await this.find(this.database, paymentId);
    if (!this.outbox.isOn) throw new ApiError('mail_off', 'This gateway sends no mail: open the link of the receipt');
    if (!isMailAddress(email)) {
      throw new ApiError('invalid_parameter', 'email must be an email address', { field: 'email' });
    }
    this.logger.log('a payer asks for the receipt by mail', { payment_id: paymentId, request_id: requestId });
    const claim = this.idempotency.keyFor(key, merchantId, `order:${orderId}`);
    return this.idempotency.once<PayerReceiptDto>(claim, 200, async (tx) => {
      await tx.query(LOCK_PAYMENT, [merchantId, paymentId]);
      await this.mails.write(tx, await this.find(tx, paymentId), email);
      return { id: paymentId, body: JSON.stringify(this.shown(await this.find(tx, paymentId))) };
    });
  }

  private async find(db: Queryable, paymentId: string): Promise<PaidPayment> {
    const [payment] = await db.query<PaidPayment>(GET, [paymentId]);
    if (!payment) throw new ApiError('payment_not_found', 'Payment not found');
    if (!payment.captured) throw new ApiError('payment_not_captured', 'Payment is not captured');
    if (payment.late) {
      throw new ApiError('receipt_not_found', 'The payment is more than a day old: ask the merchant for its receipt');
    }
    return payment;
  }

  private shown({ id, mails, paidAt, timeZone }: PaidPayment): PayerReceiptDto {
    const url = receiptUrl(this.config, this.secrets, id);
    const can_mail = this.outbox.isOn && mails < MAX_PER_PAYMENT;
    return { url, can_mail, paid_at: paidAt, time_zone: timeZone };
  }
}
