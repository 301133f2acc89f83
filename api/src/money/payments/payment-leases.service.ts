import { Injectable } from '@nestjs/common';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { LeasedPayment } from './charge-outcome.js';
import { COUNT_SEND, DUE, GIVE_UP, LEASE } from './charging.queries.js';

interface LeaseRow {
  merchant_id: string;
  id: string;
  event_id: string;
  lease_ms: number;
  pending_ms: number;
}

/** Gives a due payment to one worker at a time, for twice the bank's deadline, so that a live worker finishes within it. */
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

  /** Undefined if nothing is due, another worker has the payment, or its order's place at the bank is taken. */
  async take(merchantId: string, id: string): Promise<LeasedPayment | undefined> {
    const pendingMs = this.config.PAYMENT_PENDING_TIMEOUT;
    const eventId = newId('evt');
    const row = { merchant_id: merchantId, id, event_id: eventId, lease_ms: this.leaseMs, pending_ms: pendingMs };
    try {
      const payment = await this.leases.write(row);
      if (payment) this.queue.hint(...payment.hints);
      return payment;
    } catch (error) {
      if (isPlaceTaken(error)) return undefined;
      throw error;
    }
  }

  /** Counts one more send before it is made, or requests the cancel that ends the sends. False if the lease is lost. */
  async countSend({ merchantId, id, fence }: LeasedPayment, isLast: boolean): Promise<boolean> {
    const counted = await this.database.query(isLast ? GIVE_UP : COUNT_SEND, [merchantId, id, fence]);
    return counted.length > 0;
  }

  /** Payments that have been due for `graceMs`: their job was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }
}

/** The unique index says that another payment took the order's place at the bank in the same moment. */
function isPlaceTaken(error: unknown): boolean {
  return (error as { constraint?: string } | null)?.constraint === 'payments_at_bank';
}
