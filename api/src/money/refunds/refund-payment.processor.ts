import { Processor } from '@nestjs/bullmq';
import { Config } from '../../platform/config/config.module.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type Jobs, STORED_AS } from '../../platform/queue/jobs.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { type Admission, type PassedOver, TurnProcessor } from '../../platform/queue/turn-processor.js';
import { AccountSlots, PLACES_PER_ACCOUNT } from '../payments/account-slots.service.js';
import { type DueRefund, RefundExecutionService } from './refund-execution.service.js';

/** The refunds queue: each job is a hint that refunds of a merchant are due. */
@Processor(STORED_AS.refunds, WORKER_OPTIONS)
export class RefundPaymentProcessor extends TurnProcessor<'refunds', DueRefund> {
  constructor(
    workers: QueueWorkers,
    jobs: JobQueue,
    config: Config,
    private readonly execution: RefundExecutionService,
    private readonly accounts: AccountSlots,
  ) {
    super('refunds', PLACES_PER_ACCOUNT * config.WORKER_CONCURRENCY, jobs);
    workers.add(this);
  }

  protected due(merchantId: string, limit: number, without: PassedOver): Promise<DueRefund[]> {
    return this.execution.dueOf(merchantId, limit, without);
  }

  protected work({ merchantId, id }: DueRefund): Promise<void> {
    return this.execution.advance(merchantId, id);
  }

  /** One of the version before charges has no account yet. */
  protected override admit(row: DueRefund, data: Jobs['refunds']): Promise<Admission<DueRefund>> {
    const { accountId } = row;
    if (accountId === null) return super.admit(row, data);
    const isFree = this.accounts.take('refunds', accountId, () => this.wake(data));
    const release = () => this.accounts.release('refunds', accountId);
    return Promise.resolve(isFree ? { row, release } : { missing: accountId });
  }

  protected idOf({ refundId }: Jobs['refunds']): string {
    return refundId;
  }
}
