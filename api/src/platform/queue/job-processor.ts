import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { Jobs, QueueName } from './jobs.js';

export type JobOf<Name extends QueueName> = Pick<Job<Jobs[Name]>, 'data'>;

/** The share of the concurrency for the process's own hints: too small for slow endpoints to take the queue's share. */
const OWN_HINTS_SHARE = 1 / 4;

export interface ProcessorLimits {
  /** Jobs at a time, those without a job included. */
  concurrency: number;
  /** Part of the concurrency is for hints that arise in this process. */
  ownHints?: boolean;
}

/** What the processors of the three queues share. Each passes itself to {@link QueueWorkers}, which starts it. */
export abstract class JobProcessor<Name extends QueueName> extends WorkerHost {
  private readonly logger = new Logger(this.constructor.name);
  private readonly ownHints: number;
  private readonly concurrency: number;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    readonly queue: Name,
    { concurrency, ownHints = false }: ProcessorLimits,
  ) {
    super();
    this.ownHints = ownHints ? Math.floor(concurrency * OWN_HINTS_SHARE) : 0;
    this.concurrency = concurrency - this.ownHints;
  }

  abstract override process(job: JobOf<Name>): Promise<void>;

  /** Right after the worker was created: it takes its first job in a later turn of the event loop. */
  applyConcurrency(): void {
    this.worker.concurrency = this.concurrency;
  }

  /** Processes a hint at once, without a job. False if there is no room. */
  begin(data: Jobs[Name]): boolean {
    if (this.underWay.size >= this.ownHints) return false;
    this.keep(this.process({ data }), data);
    return true;
  }

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
