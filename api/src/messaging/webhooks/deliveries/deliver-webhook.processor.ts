import { Processor } from '@nestjs/bullmq';
import { Config } from '../../../platform/config/config.module.js';
import { STORED_AS } from '../../../platform/queue/jobs.js';
import { type JobOf, JobProcessor } from '../../../platform/queue/job-processor.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../../platform/queue/queue-workers.js';
import { DeliveriesService } from './deliveries.service.js';

/** The webhooks queue: each job is a hint that a delivery is due. The events that a worker writes itself need no job. */
@Processor(STORED_AS.webhooks, WORKER_OPTIONS)
export class DeliverWebhookProcessor extends JobProcessor<'webhooks'> {
  constructor(
    workers: QueueWorkers,
    config: Config,
    private readonly deliveries: DeliveriesService,
  ) {
    super('webhooks', { concurrency: config.WEBHOOK_CONCURRENCY, ownHints: true });
    workers.add(this);
  }

  async process({ data }: JobOf<'webhooks'>): Promise<void> {
    await this.deliveries.work(data.merchantId, data.deliveryId, data.endpointId);
  }
}
