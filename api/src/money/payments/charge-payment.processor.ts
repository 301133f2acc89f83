import { Processor } from '@nestjs/bullmq';
import { dependsOnAmount } from '../../acquiring/routing/routed-payment.js';
import { Config } from '../../platform/config/config.module.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type Jobs, STORED_AS } from '../../platform/queue/jobs.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { type Admission, type PassedOver, TurnProcessor } from '../../platform/queue/turn-processor.js';
import { AccountSlots, PLACES_PER_ACCOUNT } from './account-slots.service.js';
import { ChargeLeases, type DuePayment, type UnroutedPayment, wayOf } from './charge-leases.service.js';
import { ChargingService } from './charging.service.js';

/** The payments queue: each job is a hint that payments or charges of a merchant are due. */
@Processor(STORED_AS.payments, WORKER_OPTIONS)
export class ChargePaymentProcessor extends TurnProcessor<'payments', DuePayment> {
  constructor(
    workers: QueueWorkers,
    jobs: JobQueue,
    config: Config,
    private readonly leases: ChargeLeases,
    private readonly charging: ChargingService,
    private readonly accounts: AccountSlots,
  ) {
    super('payments', PLACES_PER_ACCOUNT * config.WORKER_CONCURRENCY, jobs);
    workers.add(this);
  }

  protected due(merchantId: string, limit: number, without: PassedOver): Promise<DuePayment[]> {
    return this.leases.dueOf(merchantId, limit, without);
  }

  protected work(due: DuePayment): Promise<void> {
    return this.charging.advance(due);
  }

  /** A payment is routed here, so that it takes a place of the account that it goes to. */
  protected override async admit(row: DuePayment, data: Jobs['payments']): Promise<Admission<DuePayment>> {
    if (row.orderId === null) return this.admitTo(row.accountId, row, data) ?? { missing: row.accountId };
    const decision = await this.charging.choose(row);
    const routed = { ...row, decision };
    if (!decision.account) return { row: routed, release: () => undefined };
    return this.admitTo(decision.account.id, routed, data) ?? { missing: missingOf(row) };
  }

  /** Undefined if the account has no free place in this worker. */
  private admitTo(accountId: string, row: DuePayment, data: Jobs['payments']): Admission<DuePayment> | undefined {
    const isFree = this.accounts.take('payments', accountId, () => this.wake(data));
    return isFree ? { row, release: () => this.accounts.release('payments', accountId) } : undefined;
  }

  protected idOf({ paymentId, chargeId }: Jobs['payments']): string {
    return chargeId ?? paymentId;
  }
}

/** All payments that go the same way wait for the same account, unless their amounts lead them elsewhere. */
function missingOf(row: UnroutedPayment): string {
  return dependsOnAmount(row.routing, row) ? row.id : wayOf(row);
}
