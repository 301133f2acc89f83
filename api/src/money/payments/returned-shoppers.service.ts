import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../accounts/access/caller.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { WAKE_PAGE } from './hosted-pages.queries.js';
import { OtherPages } from './other-pages.service.js';
import type { PublicPaymentDetailDto } from './payment.dto.js';
import { chargeHint } from './payment-hint.js';

/** A poll that a shopper brings forward comes this long after. */
const DELAY_MS = 1_000;

/** Shoppers who come back from a page of the acquirer. What they say is no outcome: it only brings the next poll forward. */
@Injectable()
export class ReturnedShoppers {
  private readonly logger = new Logger(ReturnedShoppers.name);

  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly otherPages: OtherPages,
  ) {}

  /** The payment as it is now. Throws `payment_not_found`. */
  async returned(
    { requestId }: Actor,
    paymentId: string,
    key: GivenKey | null,
  ): Promise<StoredResponse<PublicPaymentDetailDto>> {
    this.logger.log('the shopper has come back', { payment_id: paymentId, request_id: requestId });
    const { merchantId, orderId, body } = await this.otherPages.shown(paymentId);
    const claim = this.idempotency.keyFor(key, merchantId, `order:${orderId}`);
    return this.idempotency.once<PublicPaymentDetailDto>(claim, 200, async (tx) => {
      const [woken] = await tx.query<{ id: string }>(WAKE_PAGE, [merchantId, paymentId, DELAY_MS]);
      if (woken) tx.afterCommit(() => this.queue.hint(chargeHint({ merchantId, paymentId, id: woken.id }, DELAY_MS)));
      return { id: paymentId, body };
    });
  }
}
