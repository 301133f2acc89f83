import { Injectable } from '@nestjs/common';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { MerchantRouting, RoutedPayment } from '../../acquiring/routing/routed-payment.js';
import type { Decision } from '../../acquiring/routing/choose-account.js';
import { routeOf } from '../../acquiring/routing/route.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { claimValues, type KeyClaim } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import type { PassedOver } from '../../platform/queue/turn-processor.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { COUNT_SEND, DUE, DUE_OF, LEASE, OPEN, RENEW, REQUEST_CLOSE } from './charge-leases.queries.js';
import type { LeasedCharge } from './leased-charge.js';
import type { PaymentAction, PaymentNow } from './payment-action.js';
import { STATE } from './payment-actions.queries.js';

interface OpenRow {
  merchant_id: string;
  id: string;
  order_id: string;
  charge_id: string;
  account_id: string;
  route: object | null;
  event_id: string;
  lease_ms: number;
  pending_ms: number;
  page_ms: number;
}
interface LeaseRow {
  merchant_id: string;
  id: string;
  lease_ms: number;
}
/** The acquirer's own limit of a page is this much later than ours: the gateway closes the page, not the clock. */
const PAGE_MARGIN_MS = 30 * 60_000;

/** A charge that is due. */
export interface DueCharge {
  merchantId: string;
  id: string;
  paymentId: string;
  orderId: null;
  accountId: string;
}
/** A payment that is due and has no charge yet, with what routing needs. */
export interface UnroutedPayment extends RoutedPayment {
  merchantId: string;
  id: string;
  paymentId: string;
  orderId: string;
  routing: MerchantRouting;
  /** Once the payment is routed. */
  decision?: Decision;
}
export type DuePayment = DueCharge | UnroutedPayment;

/** What decides a payment's account, but for its amount: as DUE_OF compares it. */
export const wayOf = ({ connector, flow, method, currency }: RoutedPayment): string =>
  [connector, flow ?? '', method ?? '', currency].join(' ');
/** What has been due longest for a merchant. */
interface DueMerchant {
  merchantId: string;
  paymentId: string;
  /** The due charge; null if the payment has none yet. */
  chargeId: string | null;
}

/**
 * Opens the charges of due payments and gives each due charge to one worker at a time. The lease is twice the
 * longest deadline of a call, so that a live worker finishes a call within it; before a second call it is renewed.
 */
@Injectable()
export class ChargeLeases {
  readonly leaseMs: number;
  /** How long the acquirer is to keep a page open. */
  readonly pageMs: number;
  private readonly opens: BatchedWrites<OpenRow, OpenedCharge>;
  private readonly leases: BatchedWrites<LeaseRow, LeasedCharge>;

  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly config: Config,
    connectors: Connectors,
  ) {
    this.leaseMs = 2 * connectors.longestDeadlineMs;
    this.pageMs = config.PAGE_TIMEOUT + PAGE_MARGIN_MS;
    // The payments of an order one after the other, the oldest first: an order has one at the bank.
    this.opens = new BatchedWrites(database, OPEN, ({ order_id }) => order_id);
    this.leases = new BatchedWrites(database, LEASE);
  }

  /**
   * Opens and leases the charge of a pending payment. Undefined if the payment is not due, another payment of its order is
   * at the bank, or the chosen account does not take it any more.
   */
  async open({ merchantId, id, orderId }: UnroutedPayment, decision: Decision): Promise<LeasedCharge | undefined> {
    if (!decision.account) return undefined;
    const row = {
      merchant_id: merchantId,
      id,
      order_id: orderId,
      charge_id: newId('chg'),
      account_id: decision.account.id,
      route: routeOf(decision),
      event_id: newId('evt'),
      lease_ms: this.leaseMs,
      pending_ms: this.config.PAYMENT_PENDING_TIMEOUT,
      page_ms: this.pageMs,
    };
    try {
      const opened = await this.opens.write(row);
      if (!opened) return undefined;
      this.queue.hint(...opened.hints);
      return { ...opened, id: opened.chargeId };
    } catch (error) {
      if (isOrderAtBank(error)) return undefined;
      throw error;
    }
  }

  /** Leases a due charge. Undefined if it is not due, or another worker has it. */
  take(merchantId: string, chargeId: string): Promise<LeasedCharge | undefined> {
    return this.leases.write({ merchant_id: merchantId, id: chargeId, lease_ms: this.leaseMs });
  }

  /**
   * Takes a payment's charge for a request that captures, cancels or submits a step-up. Undefined if its state does not
   * allow it.
   */
  async takeFor(
    { take, value }: PaymentAction,
    merchantId: string,
    paymentId: string,
    keyClaim: KeyClaim | null,
  ): Promise<LeasedCharge | undefined> {
    const values = [merchantId, paymentId, this.leaseMs, value, ...claimValues(keyClaim)];
    const [charge] = await this.database.query<LeasedCharge>(take, values);
    return charge;
  }

  /** The present state of a payment whose charge could not be taken. */
  async stateOf(merchantId: string, paymentId: string): Promise<PaymentNow> {
    const [payment] = await this.database.query<PaymentNow>(STATE, [merchantId, paymentId]);
    if (!payment) throw new ApiError('payment_not_found', 'Payment not found');
    return payment;
  }

  /**
   * Before a second call under one lease: renews it and counts the send. After the last send it requests the cancel that
   * closes the reference instead. Undefined if the lease was lost: nothing may be called.
   */
  countSend(charge: LeasedCharge, isLast: boolean): Promise<LeasedCharge | undefined> {
    return this.renewed(charge, isLast ? REQUEST_CLOSE : COUNT_SEND);
  }

  /** The same before a capture, cancel or reversal whose effect a find has denied. */
  nextKey(charge: LeasedCharge): Promise<LeasedCharge | undefined> {
    return this.renewed(charge, RENEW);
  }

  private async renewed(charge: LeasedCharge, update: Statement): Promise<LeasedCharge | undefined> {
    const { merchantId, id, fence } = charge;
    const values = [merchantId, id, fence, this.leaseMs];
    const [renewed] = await this.database.query<{ keyNumber: number }>(update, values);
    return renewed && { ...charge, ...renewed };
  }

  /**
   * What is due for a merchant, the oldest first, without these payments and charges, and without those that go to these
   * accounts or the same way.
   */
  async dueOf(merchantId: string, limit: number, { ids, missing }: PassedOver): Promise<DuePayment[]> {
    const rows = await this.database.query<DuePayment>(DUE_OF, [merchantId, limit, ids, missing]);
    const first = rows.find((row) => row.orderId !== null);
    if (!first || first.orderId === null) return rows;
    const { routing } = first;
    return rows.map((row) => (row.orderId === null ? row : { ...row, routing }));
  }

  /** Merchants for whom something has been due for `graceMs`, because its hint was lost or workers are behind. */
  due(tx: Tx, merchants: number, graceMs: number): Promise<DueMerchant[]> {
    return tx.query(DUE, [merchants, graceMs]);
  }
}

/** `id` is the payment's, as in the row that opened it. */
type OpenedCharge = LeasedCharge & WithHints & { chargeId: string };

/** The unique index found another payment of the order at the bank, leased at the same moment. */
function isOrderAtBank(error: unknown): boolean {
  return (error as { constraint?: string } | null)?.constraint === 'payments_at_bank';
}
