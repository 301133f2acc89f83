import { Injectable, Logger } from '@nestjs/common';
import { ConnectorAccountsService } from '../../acquiring/connector-accounts/connector-accounts.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { failed, UNSENT } from './charge-outcome.js';
import type { NextState } from './leased-charge.js';
import { LOCK_ORDER, POSTPONE, REVIEW, SIBLINGS, STILL_PENDING, SUPERSEDE } from './order-queue.queries.js';
import { OutcomeRecorder, type RecordedPayment, type WaitingRequest } from './outcome-recorder.service.js';
import { chargeHint, paymentHint } from './payment-hint.js';
import type { PaymentStatus } from './payment.states.js';

interface PendingPayment {
  id: string;
  fence: number;
}

/** A payment whose charge could not be opened. */
interface Reviewed extends PendingPayment {
  status: PaymentStatus;
  isUncharged: boolean;
  dueAt: string;
  open: boolean;
  orderStatus: string;
  overdue: boolean;
  sibling: string | null;
  siblingStatus: PaymentStatus | null;
}

/** A payment that ends makes the waiting ones due at once. This delay applies only if that hint is lost. */
const RECHECK_MS = 1_000;

/** Lets one payment of an order go to the bank at a time. The others wait or end. */
@Injectable()
export class OrderQueueService {
  private readonly logger = new Logger(OrderQueueService.name);

  constructor(
    private readonly database: Database,
    private readonly recorder: OutcomeRecorder,
    private readonly idempotency: IdempotencyService,
    private readonly accounts: ConnectorAccountsService,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly config: Config,
  ) {}

  /**
   * Ends or postpones a pending payment whose charge could not be opened. Waiting for a sibling takes no lock: otherwise a
   * burst of payments of one order would queue for the lock, each with a connection. `hasAccount`: routing has found an
   * account for it. Returns what is to be done instead:
   * `open` if the merchant has just got its account, `adopt` if the payment is of the version before charges.
   */
  async review(merchantId: string, paymentId: string, hasAccount: boolean): Promise<'open' | 'adopt' | undefined> {
    const values = [merchantId, paymentId, this.config.PAYMENT_PENDING_TIMEOUT];
    const [seen] = await this.database.query<Reviewed>(REVIEW, values);
    if (!seen) return undefined;
    if (seen.status !== 'pending') return seen.isUncharged ? 'adopt' : undefined;
    if (!hasAccount && (await this.accounts.ensureSimulated(merchantId))) return 'open';
    if (isWaiting(seen, hasAccount)) {
      await this.database.query(POSTPONE, [merchantId, paymentId, RECHECK_MS, seen.dueAt]);
    } else {
      await this.database.transaction((tx) => this.decide(tx, merchantId, paymentId, hasAccount));
    }
    return undefined;
  }

  /** Cancels a payment that was never sent to the bank. Undefined if it was sent or has ended, or the key is in use. */
  cancelPending(merchantId: string, paymentId: string, request: WaitingRequest): Promise<RecordedPayment | undefined> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK_ORDER, [merchantId, paymentId]);
      const [row] = await tx.query<{ fence: number }>(STILL_PENDING, [merchantId, paymentId]);
      if (!row || (request.key && !(await this.idempotency.begin(tx, request.key, paymentId)))) return undefined;
      const recorded = await this.recorder.end(tx, { merchantId, id: paymentId, fence: row.fence }, UNSENT, request);
      if (recorded) tx.afterCommit(() => this.report(merchantId, recorded));
      return recorded;
    });
  }

  /** Reads the payment again under the order's lock, then ends or postpones it. */
  private async decide(tx: Tx, merchantId: string, paymentId: string, hasAccount: boolean): Promise<void> {
    await tx.query(LOCK_ORDER, [merchantId, paymentId]);
    const [row] = await tx.query<Reviewed>(REVIEW, [merchantId, paymentId, this.config.PAYMENT_PENDING_TIMEOUT]);
    if (row?.status !== 'pending') return;
    const end = endOf(row, hasAccount);
    if (end) return this.end(tx, merchantId, row, end);
    await tx.query(POSTPONE, [merchantId, paymentId, row.sibling ? RECHECK_MS : 0, row.dueAt]);
    if (row.sibling && supersedes(row)) await this.supersede(tx, merchantId, row.sibling);
  }

  /** Ends the payment and, if the order is closed, its other pending payments under the same lock. */
  private async end(tx: Tx, merchantId: string, row: Reviewed, end: NextState): Promise<void> {
    const others = isClosed(row) ? await tx.query<PendingPayment>(SIBLINGS, [merchantId, row.id]) : [];
    for (const { id, fence } of [row, ...others]) {
      const recorded = await this.recorder.end(tx, { merchantId, id, fence }, end);
      if (recorded) tx.afterCommit(() => this.report(merchantId, recorded));
    }
  }

  private report(merchantId: string, { id, status, hints, awakened }: RecordedPayment): void {
    this.queue.hint(...hints, ...awakened);
    this.meters.payments.inc({ status });
    this.logger.log('payment ended without the bank', { payment_id: id, merchant_id: merchantId, status });
  }

  private async supersede(tx: Tx, merchantId: string, sibling: string): Promise<void> {
    const [requested] = await tx.query<{ chargeId: string | null }>(SUPERSEDE, [merchantId, sibling]);
    if (!requested) return;
    const { chargeId: id } = requested;
    const hint = id ? chargeHint({ merchantId, paymentId: sibling, id }) : paymentHint(merchantId, sibling);
    tx.afterCommit(() => this.queue.hint(hint));
  }
}

/** Another payment of the order is at the bank; nothing is to be decided. */
const isWaiting = (row: Reviewed, hasAccount: boolean): boolean =>
  row.sibling !== null && !supersedes(row) && endOf(row, hasAccount) === null;

/** The order takes no more money: all its pending payments end. */
const isClosed = ({ siblingStatus, open }: Reviewed): boolean => siblingStatus === 'success' || !open;

/** The sibling is older and waits for its shopper: this newer payment takes its place. */
const supersedes = ({ id, sibling, siblingStatus }: Reviewed): boolean =>
  sibling !== null && sibling < id && siblingStatus === 'requires_action';

/** The sibling is newer, went to the bank first and waits for its shopper: this older payment is cancelled. */
const isOvertaken = ({ id, sibling, siblingStatus }: Reviewed): boolean =>
  sibling !== null && sibling > id && siblingStatus === 'requires_action';

/** The final state of a payment that is not sent to the bank; null if it may still be charged. */
function endOf(row: Reviewed, hasAccount: boolean): NextState | null {
  if (row.siblingStatus === 'success' || row.orderStatus === 'paid') {
    return failed('order_already_paid', 'The order is already paid. Nothing was charged.');
  }
  if (!row.open) {
    const reason = row.orderStatus === 'cancelled' ? 'order_cancelled' : 'order_expired';
    return failed(reason, `The order is ${row.orderStatus}. Nothing was charged.`);
  }
  if (isOvertaken(row)) return UNSENT;
  if (row.overdue) return { status: 'expired', charge: 'closed', event: 'payment.expired' };
  if (!hasAccount) {
    return failed('no_connection', 'No connection of the merchant takes this payment. Nothing was charged.');
  }
  return null;
}
