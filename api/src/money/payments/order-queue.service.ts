import { Injectable, Logger } from '@nestjs/common';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { Meters } from '../../platform/telemetry/meters.js';
import type { PaymentStatus } from './payment.states.js';
import { failed, UNSENT, type NextState } from './charge-outcome.js';
import { LOCK_ORDER, POSTPONE, REVIEW, SIBLINGS, STILL_PENDING, SUPERSEDE } from './order-queue.queries.js';

interface Reviewed {
  id: string;
  fence: number;
  status: PaymentStatus;
  dueAt: string;
  open: boolean;
  orderStatus: string;
  overdue: boolean;
  sibling: string | null;
  siblingStatus: PaymentStatus | null;
}

type Fenced = { merchantId: string; id: string; fence: number };
type Recorded = WithHints & { id: string; status: PaymentStatus; body: string; woken: Hint<'payments'>[] };
type Write = (tx: Tx, payment: Fenced, verdict: NextState) => Promise<Recorded | undefined>;

/** A sibling's verdict wakes a waiting payment; this is for the wake-up that got lost. */
const RECHECK_MS = 1_000;

/** Pending payments that could not go to the bank: one payment of an order is there at a time. */
@Injectable()
export class OrderQueueService {
  private readonly logger = new Logger(OrderQueueService.name);

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly config: Config,
  ) {}

  /**
   * Ends, or postpones, a payment whose claim was refused. One that is leased or not due is left alone. One that only waits
   * for a sibling asks for no lock: a burst of payments of one order would queue for it, each with a connection.
   */
  async review(merchantId: string, paymentId: string, write: Write): Promise<void> {
    const look = [merchantId, paymentId, this.config.PAYMENT_PENDING_TIMEOUT];
    const [seen] = await this.database.query<Reviewed>(REVIEW, look);
    if (seen?.status !== 'pending') return;
    if (!endOf(seen) && seen.sibling && !supersedes(seen)) {
      await this.database.query(POSTPONE, [merchantId, paymentId, RECHECK_MS, seen.dueAt]);
      return;
    }
    await this.database.transaction(async (tx) => {
      await tx.query(LOCK_ORDER, [merchantId, paymentId]);
      const [row] = await tx.query<Reviewed>(REVIEW, look);
      if (row?.status !== 'pending') return;
      const verdict = endOf(row);
      if (verdict) {
        // A closed order ends all that wait for it, under the lock that is held anyway.
        const others = closed(row) ? await tx.query<{ id: string; fence: number }>(SIBLINGS, [merchantId, row.id]) : [];
        for (const { id, fence } of [row, ...others]) {
          const recorded = await write(tx, { merchantId, id, fence }, verdict);
          if (recorded) tx.afterCommit(() => this.tell(merchantId, recorded));
        }
        return;
      }
      await tx.query(POSTPONE, [merchantId, paymentId, row.sibling ? RECHECK_MS : 0, row.dueAt]);
      if (row.sibling && supersedes(row)) await this.supersede(tx, merchantId, row.sibling);
    });
  }

  /** Ends a payment that was never sent to the bank; nothing when it is past that. */
  endPending(merchantId: string, paymentId: string, write: (tx: Tx, payment: Fenced) => Promise<Recorded | undefined>) {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK_ORDER, [merchantId, paymentId]);
      const [row] = await tx.query<{ fence: number }>(STILL_PENDING, [merchantId, paymentId]);
      const recorded = row && (await write(tx, { merchantId, id: paymentId, fence: row.fence }));
      if (recorded) tx.afterCommit(() => this.tell(merchantId, recorded));
      return recorded;
    });
  }

  private tell(merchantId: string, { id, status, hints, woken }: Recorded): void {
    this.queue.hint(...hints, ...woken);
    this.meters.payments.inc({ status });
    this.logger.log('payment ended without the bank', { payment_id: id, merchant_id: merchantId, status });
  }

  private async supersede(tx: Tx, merchantId: string, sibling: string): Promise<void> {
    const asked = await tx.query(SUPERSEDE, [merchantId, sibling]);
    if (asked.length > 0)
      tx.afterCommit(() => this.queue.hint({ queue: 'payments', data: { merchantId, paymentId: sibling } }));
  }
}

/** What ends this payment ends every other that waits for its order. */
const closed = ({ siblingStatus, open }: Reviewed): boolean => siblingStatus === 'success' || !open;

/** A newer payment takes the place of one that waits for its shopper. */
const supersedes = ({ id, sibling, siblingStatus }: Reviewed): boolean =>
  sibling !== null && sibling < id && siblingStatus === 'requires_action';

/** The other way round: a newer payment was taken first and waits for its shopper. */
const overtaken = ({ id, sibling, siblingStatus }: Reviewed): boolean =>
  sibling !== null && sibling > id && siblingStatus === 'requires_action';

/** The end of a payment that the bank is never asked about; null while there is hope. */
function endOf(row: Reviewed): NextState | null {
  if (row.siblingStatus === 'success' || row.orderStatus === 'paid') {
    return failed('order_already_paid', 'The order is already paid. Nothing was charged.');
  }
  if (!row.open) {
    const reason = row.orderStatus === 'cancelled' ? 'order_cancelled' : 'order_expired';
    return failed(reason, `The order is ${row.orderStatus}. Nothing was charged.`);
  }
  if (overtaken(row)) return UNSENT;
  if (row.overdue) return { status: 'expired', event: 'payment.expired' };
  return null;
}
