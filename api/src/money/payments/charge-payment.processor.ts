import { Processor } from '@nestjs/bullmq';
import { Config } from '../../platform/config/config.module.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { type Jobs, STORED_AS } from '../../platform/queue/jobs.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../platform/queue/queue-workers.js';
import { TurnProcessor } from '../../platform/queue/turn-processor.js';
import { ChargeLeases, type DuePayment } from './charge-leases.service.js';
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
  ) {
    super('payments', config.WORKER_CONCURRENCY, jobs);
    workers.add(this);
  }

  protected due(merchantId: string, limit: number, without: readonly string[]): Promise<DuePayment[]> {
    return this.leases.dueOf(merchantId, limit, without);
  }

  protected work(due: DuePayment): Promise<void> {
    return this.charging.advance(due);
  }

  protected idOf({ paymentId, chargeId }: Jobs['payments']): string {
    return chargeId ?? paymentId;
  }
}
