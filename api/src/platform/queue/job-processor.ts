import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { Jobs, QueueName } from './jobs.js';

export type JobOf<Name extends QueueName> = Pick<Job<Jobs[Name]>, 'data'>;

/** What the processors of the three queues share. Each passes itself to {@link QueueWorkers}, which starts it. */
export abstract class JobProcessor<Name extends QueueName> extends WorkerHost {
  private readonly logger = new Logger(this.constructor.name);
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    readonly queue: Name,
    /** Jobs at a time. */
    private readonly concurrency: number,
  ) {
    super();
  }

  abstract override process(job: JobOf<Name>): Promise<void>;

  /** Right after the worker was created: it takes its first job in a later turn of the event loop. */
  applyConcurrency(): void {
    this.worker.concurrency = this.concurrency;
  }

  /** Processes a hint at once, without a job. False if there is no room. */
  abstract begin(data: Jobs[Name]): boolean;

  /** Work without a job: an error is logged, and {@link idle} waits for it. */
  protected keep(begun: Promise<void>, data: Jobs[Name]): void {
    const work = begun
      .catch((error: Error) => this.logFailure({ data }, error))
      .finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  /** Resolves when the work without a job has ended. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  @OnWorkerEvent('failed')
  logFailure(job: JobOf<Name> | undefined, error: Error): void {
    this.logger.error(`${this.queue} job failed: ${JSON.stringify(job?.data)}`, error.stack);
  }

  @OnWorkerEvent('error')
  logWorkerError(error: Error): void {
    this.logger.debug(`${this.queue}: ${error.message}`);
  }
}
