import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { WAKE_PAGE } from './hosted-pages.queries.js';
import { chargeHint } from './payment-hint.js';
import { PaymentsService, type PublicPayment } from './payments.service.js';

/** A poll that a shopper brings forward comes this long after. */
const DELAY_MS = 1_000;

/** Shoppers who come back from a page of the acquirer. What they say is no outcome: it only brings the next poll forward. */
@Injectable()
export class ReturnedShoppers {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly payments: PaymentsService,
  ) {}

  /** The payment as it is now. Throws `payment_not_found`. */
  async returned(paymentId: string): Promise<PublicPayment> {
    const payment = await this.payments.getPublic(paymentId);
    const { merchantId } = payment;
    const [woken] = await this.database.query<{ id: string }>(WAKE_PAGE, [merchantId, paymentId, DELAY_MS]);
    if (woken) this.queue.hint(chargeHint({ merchantId, paymentId, id: woken.id }, DELAY_MS));
    return payment;
  }
}
