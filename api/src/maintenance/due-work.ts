import { Injectable } from '@nestjs/common';
import { KeyNotices } from '../messaging/events/key-notices.service.js';
import { DeliveriesService } from '../messaging/webhooks/deliveries/deliveries.service.js';
import {
  AcquirerNotificationsService,
  type UnmatchedNotification,
} from '../money/acquirer-notifications/acquirer-notifications.service.js';
import { CustomersService, type Erasure } from '../money/customers/customers.service.js';
import { ErasureService } from '../money/erasure/erasure.service.js';
import { OrdersService } from '../money/orders/orders.service.js';
import { type DueLink, PaymentLinksService } from '../money/payment-links/payment-links.service.js';
import { CaptureNotices } from '../money/payments/capture-notices.service.js';
import { ChargeLeases } from '../money/payments/charge-leases.service.js';
import { RefundExecutionService } from '../money/refunds/refund-execution.service.js';
import { ReceiptMails } from '../money/receipts/receipt-mails.service.js';
import type { Tx } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { Hint } from '../platform/queue/jobs.js';

/** Hints per sweep and queue: of merchants, or of endpoints. */
const MAX_HINTS = 1_000;
const MAX_ORDERS = 100;
const MAX_LINKS = 100;
const MAX_NOTIFICATIONS = 100;
const MAX_ERASURES = 5;
/** Rows that became due just now are skipped: their own hints are on the way. */
const GRACE_MS = 1_000;
/** A merchant or endpoint is hinted at most once in this time, so a hint that is lost again is repeated after as much. */
const MAX_HINT_INTERVAL_MS = 5_000;

interface Found {
  readonly hints: Hint[];
  readonly expiredOrders: readonly { merchantId: string; id: string }[];
  readonly links: readonly DueLink[];
  readonly unmatched: readonly UnmatchedNotification[];
  readonly erasures: readonly Erasure[];
}

/** The due rows of all domains. */
@Injectable()
export class DueWork {
  constructor(
    private readonly queue: JobQueue,
    private readonly orders: OrdersService,
    private readonly paymentLinks: PaymentLinksService,
    private readonly payments: ChargeLeases,
    private readonly refunds: RefundExecutionService,
    private readonly deliveries: DeliveriesService,
    private readonly notifications: AcquirerNotificationsService,
    private readonly customers: CustomersService,
    private readonly erasure: ErasureService,
    private readonly captureNotices: CaptureNotices,
    private readonly keyNotices: KeyNotices,
    private readonly receiptMails: ReceiptMails,
  ) {}

  async find(tx: Tx): Promise<Found> {
    const payments = await this.payments.due(tx, MAX_HINTS, GRACE_MS);
    const refunds = await this.refunds.due(tx, MAX_HINTS, GRACE_MS);
    const deliveries = await this.deliveries.due(tx, MAX_HINTS, GRACE_MS);
    const hints = [
      ...payments.map(({ merchantId, paymentId, chargeId }): Hint => ({
        queue: 'payments',
        data: { merchantId, paymentId, ...(chargeId && { chargeId }) },
      })),
      ...refunds.map(({ merchantId, id }): Hint => ({
        queue: 'refunds',
        data: { merchantId, refundId: id },
      })),
      ...deliveries.map(({ merchantId, id, endpointId }): Hint => ({
        queue: 'webhooks',
        data: { merchantId, deliveryId: id, endpointId },
      })),
    ];
    const unmatched = await this.notifications.due(tx, MAX_NOTIFICATIONS);
    const links = await this.paymentLinks.due(tx, MAX_LINKS);
    const erasures = this.erasure.isIdle ? await this.customers.leaseErasures(tx, MAX_ERASURES) : [];
    return { hints, expiredOrders: await this.orders.due(tx, MAX_ORDERS), links, unmatched, erasures };
  }

  /** Sends the hints, expires links and orders, matches notifications, begins erasures and mails receipts. */
  async start({ hints, expiredOrders, links, unmatched, erasures }: Found): Promise<void> {
    this.erasure.start(erasures);
    // At most a lease, so that the hint lost with a dead worker does not suppress the next one after the lease expired.
    await this.queue.hintDue(hints, Math.min(MAX_HINT_INTERVAL_MS, this.payments.leaseMs));
    for (const link of links) await this.paymentLinks.sweep(link);
    for (const { merchantId, id } of expiredOrders) await this.orders.expire(merchantId, id);
    for (const notification of unmatched) await this.notifications.match(notification);
    await this.captureNotices.scan();
    await this.keyNotices.scan();
    await this.receiptMails.scan();
  }
}
