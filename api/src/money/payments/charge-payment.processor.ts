import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { QueueWorkers } from '../../platform/queue/queue-workers.js';
import { ChargingService } from './charging.service.js';

/** The payments queue: each job is a hint that something is due for one payment. */
@Injectable()
export class ChargePaymentProcessor {
  constructor(workers: QueueWorkers, charging: ChargingService, config: Config) {
    workers.register('payments', config.WORKER_CONCURRENCY, ({ merchantId, paymentId }) =>
      charging.advance(merchantId, paymentId),
    );
  }
}
