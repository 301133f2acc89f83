import { Logger } from '@nestjs/common';
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import type { Jobs, QueueName } from './jobs.js';
import { within } from './within.js';

type BufferedJob = { name: string; data: Jobs[QueueName]; opts: JobsOptions };

/** If more hints wait while the queue is slow or away, the oldest are dropped, and the sweeper finds their rows. */
const MAX_BUFFERED = 10_000;
const MAX_PER_FLUSH = 500;
/** On PostgreSQL a bulk add creates two temporary tables, about 10 ms for any number of jobs; a single add takes 0.5 ms. */
const MAX_SINGLE_ADDS = 16;
const WARN_INTERVAL_MS = 10_000;
const TIMEOUT_MS = 1_000;

/** A queue with a buffer: the jobs that arrive while one bulk is being sent leave with the next. */
export class BufferedQueue extends Queue {
  private readonly logger = new Logger('JobQueue');
  private readonly maxSingleAdds: number;
  private buffer: BufferedJob[] = [];
  /** The wake-ups in the buffer. */
  private buffered = new Set<string>();
  private sending: Promise<void> | undefined;
  private warnedAt = 0;

  constructor(name: string, options: QueueOptions) {
    super(name, options);
    this.maxSingleAdds = 'connectionString' in options.connection ? MAX_SINGLE_ADDS : 0;
    this.on('error', () => undefined); // the flush logs it, once every ten seconds
  }

  push(job: BufferedJob): void {
    const wakeUp = job.opts.deduplication?.id;
    if (wakeUp !== undefined) {
      if (this.buffered.has(wakeUp)) return;
      this.buffered.add(wakeUp);
    }
    this.buffer.push(job);
    if (this.buffer.length > MAX_BUFFERED) this.buffer.splice(0, MAX_PER_FLUSH);
    this.sending ??= new Promise<void>((resolve) => setImmediate(() => resolve(this.flush())));
  }

  /** Jobs that no worker has taken; undefined if the queue does not reply in time. */
  waiting(): Promise<number | undefined> {
    return within(
      TIMEOUT_MS,
      this.getWaitingCount().catch(() => undefined),
    );
  }

  /** A wake-up no longer waits. If this fails, the key expires by itself. */
  async begun(wakeUp: string): Promise<void> {
    await within(
      TIMEOUT_MS,
      this.removeDeduplicationKey(wakeUp).catch(() => undefined),
    );
  }

  /** Resolves when the buffer has been sent, or after a second. */
  async sent(): Promise<void> {
    await within(TIMEOUT_MS, this.sending ?? Promise.resolve());
  }

  async reachable(): Promise<boolean> {
    const reply = this.getJobCountByTypes('active').then(
      () => true,
      () => false,
    );
    return (await within(TIMEOUT_MS, reply)) ?? false;
  }

  /** Nest closes the queue before the module that owns it, so the last hints leave here. */
  override async close(): Promise<void> {
    await this.sent();
    await super.close().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    try {
      while (this.buffer.length > 0) {
        this.buffered.clear();
        await this.send(this.buffer.splice(0, MAX_PER_FLUSH));
      }
    } catch (error) {
      this.buffer = [];
      this.buffered.clear();
      if (Date.now() - this.warnedAt > WARN_INTERVAL_MS) {
        this.warnedAt = Date.now();
        this.logger.warn(`queue away, the sweeper will find what is due: ${(error as Error).message}`);
      }
    } finally {
      this.sending = undefined;
    }
  }

  private send(jobs: BufferedJob[]): Promise<unknown> {
    if (jobs.length > this.maxSingleAdds) return this.addBulk(jobs);
    return Promise.all(jobs.map(({ name, data, opts }) => this.add(name, data, opts)));
  }
}
