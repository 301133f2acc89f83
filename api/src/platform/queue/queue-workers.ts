import { Inject, Injectable, Logger } from '@nestjs/common';
import { type QueueOptions, Worker } from 'bullmq';
import { keyPrefix, QUEUE_OPTIONS } from './backend.js';
import type { Hint, Jobs, QueueName } from './jobs.js';

/** Enough for a call to the bank; a queue that is away would never say that a worker has left. */
const LEAVE_WITHIN_MS = 5_000;
/** After a command that failed, while another Redis takes over for example; BullMQ's own 15 s would be felt. */
const RETRY_MS = 1_000;

/** Of the concurrency, where a process works off hints of its own: too little for slow endpoints to fill what the queue has. */
const OWN_SHARE = 1 / 4;

type Handler<Name extends QueueName> = (data: Jobs[Name]) => Promise<void>;
interface Lane {
  /** Jobs of the queue at a time. */
  concurrency: number;
  /** Hints of this process at a time that do not go through the queue. */
  shortcuts: number;
  readonly underWay: Set<Promise<void>>;
  handle: (data: Jobs[QueueName]) => Promise<void>;
}

/** Runs the processors in the worker role. Processors register themselves; `start` begins to take jobs. */
@Injectable()
export class QueueWorkers {
  private readonly logger = new Logger(QueueWorkers.name);
  private readonly lanes = new Map<QueueName, Lane>();
  private workers: Worker[] = [];
  private closed: Promise<void> | undefined;

  constructor(@Inject(QUEUE_OPTIONS) private readonly options: QueueOptions) {}

  /** `ownHints`: a part of the concurrency is for hints that arise in this process; see {@link begin}. */
  register<Name extends QueueName>(name: Name, concurrency: number, handle: Handler<Name>, ownHints = false): void {
    const shortcuts = ownHints ? Math.floor(concurrency * OWN_SHARE) : 0;
    this.lanes.set(name, {
      concurrency: concurrency - shortcuts,
      shortcuts,
      underWay: new Set(),
      handle: handle as Lane['handle'],
    });
  }

  start(): void {
    const { connection } = this.options;
    this.workers = [...this.lanes].map(([name, { concurrency, handle }]) => {
      const worker = new Worker(name, (job) => handle(job.data as Jobs[QueueName]), {
        connection,
        prefix: keyPrefix(name),
        concurrency,
        runRetryDelay: RETRY_MS,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      });
      worker.on('failed', (job, error) => this.complain(name, job?.data, error));
      worker.on('error', (error) => this.logger.debug(`${name}: ${error.message}`));
      return worker;
    });
  }

  /**
   * Begins at once what this hint tells of, without a way through the queue: what a worker decides it also announces,
   * while it has room. False where the hint must go to the queue: in a server, in a worker that is busy or leaves.
   */
  begin({ queue, data }: Hint): boolean {
    const lane = this.lanes.get(queue);
    if (this.workers.length === 0 || this.closed || !lane || lane.underWay.size >= lane.shortcuts) return false;
    const work = lane
      .handle(data)
      .catch((error: Error) => this.complain(queue, data, error))
      .finally(() => lane.underWay.delete(work));
    lane.underWay.add(work);
    return true;
  }

  /** Takes no new jobs and waits for those in flight, within bounds: the rest is left to its leases. */
  close(): Promise<void> {
    const begun = [...this.lanes.values()].flatMap(({ underWay }) => [...underWay]);
    this.closed ??= Promise.race([
      Promise.all([...begun, ...this.workers.map((worker) => worker.close())]).then(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, LEAVE_WITHIN_MS).unref()),
    ]);
    return this.closed;
  }

  private complain(queue: QueueName, data: unknown, error: Error): void {
    this.logger.error(`${queue} job failed: ${JSON.stringify(data)}`, error.stack);
  }
}
