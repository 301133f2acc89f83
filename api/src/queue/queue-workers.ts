import { Inject, Injectable, Logger } from '@nestjs/common';
import { type QueueOptions, Worker } from 'bullmq';
import { keyPrefix } from './backend.js';
import type { Jobs, QueueName } from './jobs.js';
import { QUEUE_OPTIONS } from './job-queue.js';

/** Enough for a call to the bank; a queue that is away would never say that a worker has left. */
const LEAVE_WITHIN_MS = 5_000;
/** After a command that failed, while another Redis takes over for example; BullMQ's own 15 s would be felt. */
const RETRY_MS = 1_000;

type Handler<Name extends QueueName> = (data: Jobs[Name]) => Promise<void>;
interface Lane {
  name: QueueName;
  concurrency: number;
  handle: (data: Jobs[QueueName]) => Promise<void>;
}

/** Runs the processors in the worker role. Processors register themselves; `start` begins to take jobs. */
@Injectable()
export class QueueWorkers {
  private readonly logger = new Logger(QueueWorkers.name);
  private readonly lanes: Lane[] = [];
  private workers: Worker[] = [];
  private closed: Promise<void> | undefined;

  constructor(@Inject(QUEUE_OPTIONS) private readonly options: QueueOptions) {}

  register<Name extends QueueName>(name: Name, concurrency: number, handle: Handler<Name>): void {
    this.lanes.push({ name, concurrency, handle: handle as Lane['handle'] });
  }

  start(): void {
    const { connection } = this.options;
    this.workers = this.lanes.map(({ name, concurrency, handle }) => {
      const worker = new Worker(name, (job) => handle(job.data as Jobs[QueueName]), {
        connection,
        prefix: keyPrefix(name),
        concurrency,
        runRetryDelay: RETRY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      });
      worker.on('failed', (job, error) =>
        this.logger.error(`${name} job failed: ${JSON.stringify(job?.data)}`, error.stack),
      );
      worker.on('error', (error) => this.logger.debug(`${name}: ${error.message}`));
      return worker;
    });
  }

  /** Takes no new jobs and waits for those in flight, within bounds: the rest is left to its leases. */
  close(): Promise<void> {
    this.closed ??= Promise.race([
      Promise.all(this.workers.map((worker) => worker.close())).then(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS).unref()),
    ]);
    return this.closed;
  }
}
