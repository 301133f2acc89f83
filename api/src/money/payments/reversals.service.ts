import { Injectable } from '@nestjs/common';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type LeasedPayment, retryDelayOf } from './charge-outcome.js';
import { paymentHint } from './payment-hint.js';
import { RECORD_REVERSAL, RELEASE, REQUEST_REVERSAL } from './reversals.queries.js';

/** Reverses a charge that the bank approved although its payment has ended otherwise. Retries until it is reversed. */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly queue: JobQueue,
    private readonly config: Config,
  ) {}

  /** Stores the request to reverse; the payment's next job carries it out. */
  async request({ merchantId, id }: LeasedPayment): Promise<void> {
    const requested = await this.database.query(REQUEST_REVERSAL, [merchantId, id]);
    if (requested.length > 0) this.queue.hint(paymentHint(merchantId, id));
  }

  /** Carries out the reversal that was requested on the row. */
  async reverse(payment: LeasedPayment): Promise<void> {
    const { merchantId, id, fence, mode } = payment;
    const result = await this.connectors.for(mode).reverse(id);
    if (result.outcome === 'cancelled') {
      await this.database.query(RECORD_REVERSAL, [merchantId, id, fence]);
    } else {
      await this.release(payment, retryDelayOf(payment, result, this.config.BANK_TIMEOUT));
    }
  }

  /**
   * Checks once more whether the bank has approved a payment that failed, expired or was cancelled without a decline.
   */
  async checkLateApproval(payment: LeasedPayment): Promise<void> {
    const found = await this.connectors.for(payment.mode).findCharge(payment.id);
    if (found.outcome === 'approved') return this.request(payment);
    const isOpen = found.outcome === 'unknown' || found.outcome === 'pending';
    await this.release(payment, isOpen ? retryDelayOf(payment, found, this.config.BANK_TIMEOUT) : null);
  }

  /** Ends the lease. Null: nothing more is due. */
  private release({ merchantId, id, fence }: LeasedPayment, delayMs: number | null): Promise<unknown> {
    return this.database.query(RELEASE, [merchantId, id, fence, delayMs]);
  }
}
