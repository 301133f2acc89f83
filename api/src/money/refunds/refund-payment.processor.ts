import { Processor } from '@nestjs/bullmq';
import { Config } from '../../platform/config/config.module.js';
import { STORED_AS } from '../../platform/queue/jobs.js';
import { type JobOf, JobProcessor } from '../../platform/queue/job-processor.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { RefundExecutionService } from './refund-execution.service.js';

/** The refunds queue: each job is a hint that something is due for one refund. */
@Processor(STORED_AS.refunds, WORKER_OPTIONS)
export class RefundPaymentProcessor extends JobProcessor<'refunds'> {
  constructor(
    workers: QueueWorkers,
    config: Config,
    private readonly execution: RefundExecutionService,
  ) {
    super('refunds', { concurrency: config.WORKER_CONCURRENCY });
    workers.add(this);
  }

  async process({ data }: JobOf<'refunds'>): Promise<void> {
    await this.execution.advance(data.merchantId, data.refundId);
  }
}
