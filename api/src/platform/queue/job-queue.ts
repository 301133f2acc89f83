import { Inject, Injectable, Logger } from '@nestjs/common';
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import { keyPrefix, QUEUE_OPTIONS } from './backend.js';
import { type Hint, type Jobs, QUEUE_NAMES, type QueueName } from './jobs.js';
import { QueueWorkers } from './queue-workers.js';

type Job = { name: string; data: Jobs[QueueName]; opts: JobsOptions };

/** Hints wait here while the queue is slow or away; beyond this the oldest are dropped, and the sweeper finds their rows. */
const MOST_BUFFERED = 10_000;
const MOST_PER_FLUSH = 500;
/** On PostgreSQL a bulk makes two tables of its own, some 10 ms whatever it carries; a single job takes half a one. */
const FEW = 16;
const COMPLAIN_EVERY_MS = 10_000;
const SOON_MS = 1_000;
/** Even while as many jobs wait as rows are due, one in so many is hinted: jobs may wait for other rows than these. */
const TURNS = 20;

/**
 * The only caller of BullMQ's add. A hint is sent after the commit, in bulk, never awaited by a request, and free to
 * be lost: the row is the outbox, and the sweeper finds what is due. Where the process can begin the work itself, it does.
 */
@Injectable()
export class JobQueue {
  private readonly logger = new Logger(JobQueue.name);
  private readonly lanes: Readonly<Record<QueueName, Lane>>;

  constructor(
    @Inject(QUEUE_OPTIONS) options: QueueOptions,
    private readonly workers: QueueWorkers,
  ) {
    const few = 'connectionString' in options.connection ? FEW : 0;
    const lanes = QUEUE_NAMES.map((name) => [
      name,
      new Lane(new Queue(name, { ...options, prefix: keyPrefix(name) }), few, this.logger),
    ]);
    this.lanes = Object.fromEntries(lanes) as Record<QueueName, Lane>;
  }

  hint(...hints: Hint[]): void {
    for (const hint of hints) {
      const { queue, data, delayMs = 0 } = hint;
      if (delayMs === 0 && this.workers.begin(hint)) continue;
      this.lanes[queue].push({ name: queue, data, opts: delayMs > 0 ? { delay: delayMs } : {} });
    }
  }

  /**
   * As {@link hint}, for rows that are found due: at most once per row and span of time, however many sweepers see it,
   * and as many as jobs are wanting. For what waits in the queue is found due as well, and workers that are behind would
   * get a heap of jobs for the same rows, and fall further behind. Resolves when sent, or soon.
   */
  async hintDue(hints: (Hint & { id: string })[], spanMs: number): Promise<void> {
    const span = Math.floor(Date.now() / spanMs);
    const send = async (name: QueueName) => {
      const due = hints.filter(({ queue }) => queue === name);
      if (due.length === 0) return;
      const lane = this.lanes[name];
      const waiting = (await soon(lane.waiting())) ?? due.length;
      const turn = Math.ceil(due.length / TURNS);
      const wanting = Math.max(due.length - waiting, turn);
      // Nobody knows which of them have a job: span after span, each comes in its turn.
      const first = (span * turn) % due.length;
      const chosen = due.filter((_, place) => (place - first + due.length) % due.length < wanting);
      for (const { data, id } of chosen) {
        lane.push({ name, data, opts: { jobId: `${id}-${span}` } });
      }
      await soon(lane.sent());
    };
    await Promise.all(QUEUE_NAMES.map(send));
  }

  /** True when the backend answers within a second. */
  async reachable(): Promise<boolean> {
    const count = this.lanes.payments.queue.getJobCountByTypes('active').then(
      () => true,
      () => false,
    );
    return (await soon(count)) ?? false;
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.lanes).map((lane) => lane.close()));
  }
}

/** One queue's buffer: whatever gathered while the last bulk was on its way leaves with the next. */
class Lane {
  private buffer: Job[] = [];
  private sending: Promise<void> | undefined;
  private complainedAt = 0;

  constructor(
    readonly queue: Queue,
    /** Up to so many jobs are better sent one by one. */
    private readonly few: number,
    private readonly logger: Logger,
  ) {
    queue.on('error', () => undefined); // the flush says it, once every ten seconds
  }

  push(job: Job): void {
    this.buffer.push(job);
    if (this.buffer.length > MOST_BUFFERED) this.buffer.splice(0, MOST_PER_FLUSH);
    this.sending ??= new Promise<void>((resolve) => setImmediate(() => resolve(this.flush())));
  }

  /** Jobs that no worker has; undefined where the queue does not say. */
  waiting(): Promise<number | undefined> {
    return this.queue.getWaitingCount().catch(() => undefined);
  }

  sent(): Promise<void> {
    return this.sending ?? Promise.resolve();
  }

  private async flush(): Promise<void> {
    try {
      while (this.buffer.length > 0) await this.send(this.buffer.splice(0, MOST_PER_FLUSH));
    } catch (error) {
      this.buffer = [];
      if (Date.now() - this.complainedAt > COMPLAIN_EVERY_MS) {
        this.complainedAt = Date.now();
        this.logger.warn(`queue away, the sweeper will find what is due: ${(error as Error).message}`);
      }
    } finally {
      this.sending = undefined;
    }
  }

  private send(jobs: Job[]): Promise<unknown> {
    if (jobs.length > this.few) return this.queue.addBulk(jobs);
    return Promise.all(jobs.map(({ name, data, opts }) => this.queue.add(name, data, opts)));
  }

  async close(): Promise<void> {
    await soon(this.sent());
    await this.queue.close().catch(() => undefined);
  }
}

/** What the work answers, or undefined when it takes longer than a second: a queue that is away must hold up nothing. */
function soon<T>(work: Promise<T>): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), SOON_MS).unref());
  return Promise.race([work, late]);
}
