import { BullRegistrar } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Worker, type WorkerOptions } from 'bullmq';
import type { JobProcessor } from './job-processor.js';
import type { Hint, QueueName } from './jobs.js';
import { within } from './within.js';

/** Enough for a call to the bank; a worker whose queue is away would never finish closing. */
const CLOSE_TIMEOUT_MS = 5_000;

export const WORKER_OPTIONS = {
  /** After a failed command, for example while another Redis takes over. BullMQ's default is 15 s. */
  runRetryDelay: 1_000,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} satisfies Partial<WorkerOptions>;

/** Takes no new jobs and waits for those in flight, but not longer than the limit: the rest is left to its leases. */
export class BoundedWorker extends Worker {
  private closedInTime: Promise<void> | undefined;

  override close(force?: boolean): Promise<void> {
    this.closedInTime ??= within(CLOSE_TIMEOUT_MS, super.close(force));
    return this.closedInTime;
  }
}

/** Starts and stops the processors in the worker role. */
@Injectable()
export class QueueWorkers {
  private readonly processors = new Map<QueueName, JobProcessor<QueueName>>();
  private running = false;

  constructor(private readonly registrar: BullRegistrar) {}

  add(processor: JobProcessor<QueueName>): void {
    this.processors.set(processor.queue, processor);
  }

  start(): void {
    this.registrar.register();
    for (const processor of this.processors.values()) processor.applyConcurrency();
    this.running = true;
  }

  /**
   * Processes the hint at once, without a job: events that a worker writes are delivered by the same worker while it has
   * room. False if the hint must go to the queue: in a server, and in a worker that is busy or closing.
   */
  begin({ queue, data }: Hint): boolean {
    return this.running && (this.processors.get(queue)?.begin(data) ?? false);
  }

  async close(): Promise<void> {
    const started = this.running ? [...this.processors.values()] : [];
    this.running = false;
    await Promise.all(
      started.flatMap((processor) => [within(CLOSE_TIMEOUT_MS, processor.idle()), processor.worker.close()]),
    );
  }
}
