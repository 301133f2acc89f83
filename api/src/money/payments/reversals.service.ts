import { Injectable } from '@nestjs/common';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type LeasedCharge, retryDelayOf } from './charge-outcome.js';
import { chargeHint } from './payment-hint.js';
import { RECORD_REVERSAL, RELEASE, REQUEST_REVERSAL } from './reversals.queries.js';

/**
 * Reverses a charge that the bank approved although its payment has ended otherwise. Retries until it is reversed. A
 * captured charge never gets here: only a closed charge is watched, and only an approval that cannot be recorded reverses
 * an open one.
 */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly queue: JobQueue,
    private readonly config: Config,
  ) {}

  /** Carries out the reversal that was requested on the charge. */
  async reverse(charge: LeasedCharge): Promise<void> {
    const { merchantId, id, fence } = charge;
    const result = await this.connectors.at(charge).reverse(id);
    if (result.outcome === 'cancelled') {
      await this.database.query(RECORD_REVERSAL, [merchantId, id, fence]);
    } else {
      await this.release(charge, retryDelayOf(charge, result, this.config.BANK_TIMEOUT));
    }
  }

  /** Checks at the end of its watch whether the bank has approved a charge that was closed without a decline. */
  async checkLateApproval(charge: LeasedCharge): Promise<void> {
    const found = await this.connectors.at(charge).findCharge(charge.id);
    if (found.outcome === 'approved') return this.request(charge);
    const isOpen = found.outcome === 'unknown' || found.outcome === 'pending';
    await this.release(charge, isOpen ? retryDelayOf(charge, found, this.config.BANK_TIMEOUT) : null);
  }

  /** Stores the request to reverse; the charge's next job carries it out. */
  private async request(charge: LeasedCharge): Promise<void> {
    const { merchantId, id, fence } = charge;
    const requested = await this.database.query(REQUEST_REVERSAL, [merchantId, id, fence]);
    if (requested.length > 0) this.queue.hint(chargeHint(charge));
  }

  /** Ends the lease. Null: nothing more is due. */
  private release(charge: LeasedCharge, delayMs: number | null): Promise<unknown> {
    const { merchantId, id, fence, wakeSequence } = charge;
    return this.database.query(RELEASE, [merchantId, id, fence, delayMs, wakeSequence]);
  }
}
