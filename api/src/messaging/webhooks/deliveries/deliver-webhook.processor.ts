import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.module.js';
import { QueueWorkers } from '../../../platform/queue/queue-workers.js';
import { DeliveriesService } from './deliveries.service.js';

/** The webhooks queue: each job is a hint that a delivery is due. */
@Injectable()
export class DeliverWebhookProcessor {
  constructor(workers: QueueWorkers, deliveries: DeliveriesService, config: Config) {
    workers.register(
      'webhooks',
      config.WEBHOOK_CONCURRENCY,
      ({ merchantId, deliveryId, endpointId }) => deliveries.work(merchantId, deliveryId, endpointId),
      true,
    );
  }
}
