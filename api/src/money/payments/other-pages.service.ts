import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Actor } from '../../accounts/access/caller.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { withField } from '../../platform/json-text.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { OPEN_PAGE, REQUEST_ELSEWHERE } from './failover.queries.js';
import { Failover } from './failover.service.js';
import type { CancelCause } from './leased-charge.js';
import { maskedInstrument } from './masked-instrument.js';
import { bankNotAnswered } from './payment-action.js';
import type { OtherPage, PublicPaymentDetailDto } from './payment.dto.js';
import { chargeHint } from './payment-hint.js';
import { PaymentsService, type PublicPayment } from './payments.service.js';

const POLL_INTERVAL_MS = 50;

interface OpenPage {
  flow: string | null;
  cancelCause: CancelCause | null;
}

/** Shoppers who have left a page unpaid and ask for another acquirer's. The worker closes the open page first. */
@Injectable()
export class OtherPages {
  private readonly logger = new Logger(OtherPages.name);

  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
    private readonly payments: PaymentsService,
    private readonly failover: Failover,
    private readonly config: Config,
  ) {}

  /** The payment as its shopper sees it, with `other_page` and `instrument`. */
  async shown(paymentId: string): Promise<PublicPayment> {
    const payment = await this.payments.getPublic(paymentId);
    const body = withField(payment.body, 'other_page', await this.otherPageOf(payment));
    const instrument = payment.instrument && maskedInstrument(payment.instrument);
    return { ...payment, body: withField(body, 'instrument', instrument) };
  }

  async request(
    { requestId }: Actor,
    paymentId: string,
    key: GivenKey | null,
  ): Promise<StoredResponse<PublicPaymentDetailDto>> {
    const { merchantId, orderId } = await this.payments.getPublic(paymentId);
    const claim = this.idempotency.keyFor(key, merchantId, `order:${orderId}`);
    const stored = claim && (await this.idempotency.replay<PublicPaymentDetailDto>(claim));
    if (stored) return stored;
    this.logger.log('the shopper asks for another page', { payment_id: paymentId, request_id: requestId });
    await this.closePage(merchantId, paymentId);
    const { body } = await this.shown(paymentId);
    return this.idempotency.once<PublicPaymentDetailDto>(claim, 200, () => Promise.resolve({ id: paymentId, body }));
  }

  private async otherPageOf({ status, merchantId, id }: PublicPayment): Promise<OtherPage | null> {
    if (status !== 'requires_action') return null;
    const page = await this.openPage(merchantId, id);
    if (page?.flow !== 'redirect') return null;
    if (page.cancelCause === 'elsewhere') return 'requested';
    return page.cancelCause === null && (await this.failover.hasNext(merchantId, id)) ? 'offered' : null;
  }

  /** Waits while a worker asks the acquirer about the page. */
  private async closePage(merchantId: string, paymentId: string): Promise<void> {
    const giveUpAt = performance.now() + this.config.BANK_TIMEOUT;
    while (!(await this.isBeingClosed(merchantId, paymentId))) {
      if (performance.now() > giveUpAt) throw bankNotAnswered();
      await pause(POLL_INTERVAL_MS);
    }
  }

  private async isBeingClosed(merchantId: string, paymentId: string): Promise<boolean> {
    const page = await this.openPage(merchantId, paymentId);
    if (!page) throw new ApiError('no_action_expected', 'This payment waits for no action');
    if (page.cancelCause === 'elsewhere') return true;
    if (page.cancelCause !== null) throw new ApiError('no_action_expected', 'The page of this payment is being closed');
    if (!(await this.failover.hasNext(merchantId, paymentId))) {
      throw new ApiError('no_other_connection', 'No other connection takes this payment');
    }
    const [closing] = await this.database.query<{ id: string }>(REQUEST_ELSEWHERE, [merchantId, paymentId]);
    if (closing) this.queue.hint(chargeHint({ merchantId, paymentId, id: closing.id }));
    return closing !== undefined;
  }

  private async openPage(merchantId: string, paymentId: string): Promise<OpenPage | undefined> {
    return (await this.database.query<OpenPage>(OPEN_PAGE, [merchantId, paymentId]))[0];
  }
}
