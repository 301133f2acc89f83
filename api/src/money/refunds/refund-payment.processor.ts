import { Processor } from '@nestjs/bullmq';
import { Config } from '../../platform/config/config.module.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type Jobs, STORED_AS } from '../../platform/queue/jobs.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { TurnProcessor } from '../../platform/queue/turn-processor.js';
import { type DueRefund, RefundExecutionService } from './refund-execution.service.js';

/** The refunds queue: each job is a hint that refunds of a merchant are due. */
@Processor(STORED_AS.refunds, WORKER_OPTIONS)
export class RefundPaymentProcessor extends TurnProcessor<'refunds', DueRefund> {
  constructor(
    workers: QueueWorkers,
    jobs: JobQueue,
    config: Config,
    private readonly execution: RefundExecutionService,
  ) {
    super('refunds', config.WORKER_CONCURRENCY, jobs);
    workers.add(this);
  }

  protected due(merchantId: string, limit: number, without: readonly string[]): Promise<DueRefund[]> {
    return this.execution.dueOf(merchantId, limit, without);
  }

  protected work({ merchantId, id }: DueRefund): Promise<void> {
    return this.execution.advance(merchantId, id);
  }

  protected idOf({ refundId }: Jobs['refunds']): string {
    return refundId;
  }
}
