import { Processor } from '@nestjs/bullmq';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import { type JobOf, JobProcessor } from '../../../platform/queue/job-processor.js';
import { type Jobs, STORED_AS } from '../../../platform/queue/jobs.js';
import { QueueWorkers, WORKER_OPTIONS } from '../../../platform/queue/queue-workers.js';
import { DeliveryTurns } from './delivery-turns.service.js';

/** Jobs at a time. Each waits for the database twice, and for a free place; the attempts are made beside them. */
const CONCURRENT_JOBS = 16;

/** The webhooks queue: a job wakes a worker for an endpoint. The events that a worker writes itself need no job. */
@Processor(STORED_AS.webhooks, WORKER_OPTIONS)
export class DeliverWebhookProcessor extends JobProcessor<'webhooks'> {
  constructor(
    workers: QueueWorkers,
    private readonly jobs: JobQueue,
    private readonly turns: DeliveryTurns,
  ) {
    super('webhooks', CONCURRENT_JOBS);
    workers.add(this);
  }

  /** From here on a hint for the endpoint makes another job. So a delivery that this one does not see is not forgotten. */
  async process({ data }: JobOf<'webhooks'>): Promise<void> {
    await this.jobs.begun(this.queue, data);
    await this.turns.woken(data, (work) => this.keep(work, data));
  }

  override async idle(): Promise<void> {
    this.turns.stop();
    await super.idle();
  }

  override begin(data: Jobs['webhooks']): boolean {
    const work = this.turns.own(data);
    if (work) this.keep(work, data);
    return work !== undefined;
  }
}
