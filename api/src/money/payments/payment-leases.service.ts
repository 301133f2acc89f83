import { Injectable } from '@nestjs/common';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { claimValues, type KeyClaim } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { LeasedPayment } from './charge-outcome.js';
import { COUNT_SEND, DUE, LEASE, REQUEST_CLOSE } from './charging.queries.js';
import type { PaymentAction, PaymentNow } from './payment-action.js';
import { STATE } from './payment-actions.queries.js';

interface LeaseRow {
  merchant_id: string;
  id: string;
  event_id: string;
  lease_ms: number;
  pending_ms: number;
}

/**
 * Gives a due payment to one worker at a time. The lease is twice BANK_TIMEOUT, so that a live worker finishes within
 * it.
 */
@Injectable()
export class PaymentLeases {
  readonly leaseMs: number;
  private readonly leases: BatchedWrites<LeaseRow, LeasedPayment & WithHints>;

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly config: Config,
  ) {
    this.leaseMs = 2 * config.BANK_TIMEOUT;
    this.leases = new BatchedWrites(database, LEASE);
  }

  /** Undefined if nothing is due, another worker has the payment, or another payment of its order is at the bank. */
  async take(merchantId: string, id: string): Promise<LeasedPayment | undefined> {
    const pendingMs = this.config.PAYMENT_PENDING_TIMEOUT;
    const eventId = newId('evt');
    const row = { merchant_id: merchantId, id, event_id: eventId, lease_ms: this.leaseMs, pending_ms: pendingMs };
    try {
      const payment = await this.leases.write(row);
      if (payment) this.queue.hint(...payment.hints);
      return payment;
    } catch (error) {
      if (isOrderAtBank(error)) return undefined;
      throw error;
    }
  }

  /**
   * Takes a payment for a request that captures, cancels or submits a step-up. Undefined if its state does not allow
   * it.
   */
  async takeFor(
    { take, value }: PaymentAction,
    merchantId: string,
    paymentId: string,
    keyClaim: KeyClaim | null,
  ): Promise<LeasedPayment | undefined> {
    const values = [merchantId, paymentId, this.leaseMs, value, ...claimValues(keyClaim)];
    const [payment] = await this.database.query<LeasedPayment>(take, values);
    return payment;
  }

  /** The present state of a payment that could not be taken. */
  async stateOf(merchantId: string, paymentId: string): Promise<PaymentNow> {
    const [payment] = await this.database.query<PaymentNow>(STATE, [merchantId, paymentId]);
    if (!payment) throw new ApiError('payment_not_found', 'Payment not found');
    return payment;
  }

  /**
   * Counts a send before it is made. After the last one, requests the cancel that closes the reference instead. False
   * if the lease was lost.
   */
  async countSend({ merchantId, id, fence }: LeasedPayment, isLast: boolean): Promise<boolean> {
    const counted = await this.database.query(isLast ? REQUEST_CLOSE : COUNT_SEND, [merchantId, id, fence]);
    return counted.length > 0;
  }

  /** Payments that have been due for `graceMs`: their hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }
}

/** The unique index found another payment of the order at the bank, leased at the same moment. */
function isOrderAtBank(error: unknown): boolean {
  return (error as { constraint?: string } | null)?.constraint === 'payments_at_bank';
}
