import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { QueueWorkers } from '../../platform/queue/queue-workers.js';
import { RefundExecutionService } from './refund-execution.service.js';

/** The refunds queue: each job is a hint that something is due for one refund. */
@Injectable()
export class RefundPaymentProcessor {
  constructor(workers: QueueWorkers, execution: RefundExecutionService, config: Config) {
    workers.register('refunds', config.WORKER_CONCURRENCY, ({ merchantId, refundId }) =>
      execution.advance(merchantId, refundId),
    );
  }
}
