import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AuditChain } from '../accounts/audit/audit-chain.service.js';
import { DeliveriesService } from '../messaging/webhooks/deliveries/deliveries.service.js';
import { OrdersService } from '../money/orders/orders.service.js';
import { ChargingService } from '../money/payments/charging.service.js';
import { RefundExecutionService } from '../money/refunds/refund-execution.service.js';
import { Config } from '../platform/config/config.module.js';
import { tryLock } from '../platform/database/advisory-locks.js';
import { Database, type Tx } from '../platform/database/database.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { Hint } from '../platform/queue/jobs.js';
import { Meters } from '../platform/telemetry/meters.js';
import { StatisticsService } from '../reporting/statistics/statistics.service.js';

/** One sweeper works at a time across all workers. The lock ends with its transaction. */
const TRY_LOCK = tryLock('sweeper');
/** Rows hinted per sweep and queue: enough to keep workers busy until the next sweep. */
const MAX_ROWS = 1_000;
const MAX_ORDERS = 100;
/** Rows that became due just now are skipped: their own hints are on the way. */
const GRACE_MS = 1_000;
/** A row is hinted at most once in this time, so a hint that is lost again delays the row by up to as much. */
const MAX_HINT_INTERVAL_MS = 5_000;

type Due = Hint & { id: string };

/** Sends hints for due rows, so that losing the queue loses no work. Also expires orders and updates the statistics. */
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
        .catch((error: Error) => this.logger.warn(`a sweep failed, the next one retries: ${error.message}`))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, this.config.SWEEP_INTERVAL);
  }

  async sweep(): Promise<void> {
    const found = await this.database.transaction((tx) => this.find(tx));
    if (!found) return;
    // At most a lease, so that the hint lost with a dead worker does not suppress the next one after the lease expired.
    await this.queue.hintDue(found.hints, Math.min(MAX_HINT_INTERVAL_MS, this.payments.leaseMs));
    for (const { merchantId, id } of found.orders) await this.orders.expire(merchantId, id);
    await this.statistics.roll();
    this.meters.swept.setToCurrentTime();
    await this.audit.link();
  }

  private async find(tx: Tx): Promise<{ hints: Due[]; orders: { merchantId: string; id: string }[] } | null> {
    const [lock] = await tx.query<{ acquired: boolean }>(TRY_LOCK);
    if (!lock?.acquired) return null;
    const payments = await this.payments.due(tx, MAX_ROWS, GRACE_MS);
    const refunds = await this.refunds.due(tx, MAX_ROWS, GRACE_MS);
    const deliveries = await this.deliveries.due(tx, MAX_ROWS, GRACE_MS);
    const hints = [
      ...payments.map(({ merchantId, id }): Due => ({ id, queue: 'payments', data: { merchantId, paymentId: id } })),
      ...refunds.map(({ merchantId, id }): Due => ({ id, queue: 'refunds', data: { merchantId, refundId: id } })),
      ...deliveries.map(({ merchantId, id, endpointId }): Due => ({
        id,
        queue: 'webhooks',
        data: { merchantId, webhookId: id, endpointId },
      })),
    ];
    return { hints, orders: await this.orders.due(tx, MAX_ORDERS) };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }
}
