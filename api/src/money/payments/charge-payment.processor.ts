import { Processor } from '@nestjs/bullmq';
import { Config } from '../../platform/config/config.module.js';
import { STORED_AS } from '../../platform/queue/jobs.js';
import { type JobOf, JobProcessor } from '../../platform/queue/job-processor.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { ChargingService } from './charging.service.js';

/** The payments queue: each job is a hint that something is due for one payment. */
@Processor(STORED_AS.payments, WORKER_OPTIONS)
export class ChargePaymentProcessor extends JobProcessor<'payments'> {
  constructor(
    workers: QueueWorkers,
    config: Config,
    private readonly charging: ChargingService,
  ) {
    super('payments', { concurrency: config.WORKER_CONCURRENCY });
    workers.add(this);
  }

  async process({ data }: JobOf<'payments'>): Promise<void> {
    await this.charging.advance(data.merchantId, data.paymentId, data.chargeId);
  }
}
