import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AuditChain } from '../accounts/audit/audit-chain.service.js';
import { DeliveriesService } from '../messaging/webhooks/deliveries/deliveries.service.js';
import { OrdersService } from '../money/orders/orders.service.js';
import { ChargingService } from '../money/payments/charging.service.js';
import { RefundExecutionService } from '../money/refunds/refund-execution.service.js';
import { Config } from '../platform/config/config.module.js';
import { Database, type Tx } from '../platform/database/database.js';
import { statement } from '../platform/database/sql.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { Hint } from '../platform/queue/jobs.js';
import { Meters } from '../platform/telemetry/meters.js';
import { StatisticsService } from '../reporting/statistics/statistics.service.js';

/** One sweeper works at a time, whichever replica it is in; the lock goes with its transaction, or its process. */
const TRY_LOCK = statement('sweeper_lock', `SELECT pg_try_advisory_xact_lock(7261002) AS mine`);
/** Rows hinted per sweep and queue: enough to keep workers busy until the next. */
const MOST_ROWS = 1_000;
const MOST_ORDERS = 100;
/** Rows just due are left to their own hints. */
const GRACE_MS = 1_000;
/** A row is hinted at most once per span: a hint that is lost again costs this much. */
const MOST_SPAN_MS = 5_000;

type Due = Hint & { id: string };

/**
 * Turns due rows into hints: what makes the queue free to lose everything. Also ends orders whose time is up, and
 * counts.
 */
@Injectable()
export class Sweeper implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly orders: OrdersService,
    private readonly payments: ChargingService,
    private readonly refunds: RefundExecutionService,
    private readonly deliveries: DeliveriesService,
    private readonly statistics: StatisticsService,
    private readonly audit: AuditChain,
    private readonly meters: Meters,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch((error: Error) => this.logger.warn(`sweep failed, the next one tries again: ${error.message}`))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, this.config.SWEEP_INTERVAL);
  }

  async sweep(): Promise<void> {
    const found = await this.database.transaction((tx) => this.find(tx));
    if (!found) return;
    // Never longer than a lease: the hint that a dead worker took with it must not stand in for the next.
    await this.queue.hintDue(found.hints, Math.min(MOST_SPAN_MS, this.payments.leaseMs));
    for (const { merchantId, id } of found.orders) await this.orders.expire(merchantId, id);
    await this.statistics.roll();
    this.meters.swept.setToCurrentTime();
    await this.audit.link();
  }

  private async find(tx: Tx): Promise<{ hints: Due[]; orders: { merchantId: string; id: string }[] } | null> {
    const [lock] = await tx.query<{ mine: boolean }>(TRY_LOCK);
    if (!lock?.mine) return null;
    const payments = await this.payments.due(tx, MOST_ROWS, GRACE_MS);
    const refunds = await this.refunds.due(tx, MOST_ROWS, GRACE_MS);
    const deliveries = await this.deliveries.due(tx, MOST_ROWS, GRACE_MS);
    const hints = [
      ...payments.map(({ merchantId, id }): Due => ({ id, queue: 'payments', data: { merchantId, paymentId: id } })),
      ...refunds.map(({ merchantId, id }): Due => ({ id, queue: 'refunds', data: { merchantId, refundId: id } })),
      ...deliveries.map(({ merchantId, id, endpointId }): Due => ({
        id,
        queue: 'webhooks',
        data: { merchantId, deliveryId: id, endpointId },
      })),
    ];
    return { hints, orders: await this.orders.due(tx, MOST_ORDERS) };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }
}
