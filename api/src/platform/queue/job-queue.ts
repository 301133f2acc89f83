import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { BufferedQueue } from './buffered-queue.js';
import { type Hint, QUEUE_NAMES, type Jobs, type QueueName, STORED_AS } from './jobs.js';
import { QueueWorkers } from './queue-workers.js';

/** One due row in so many is hinted even if as many jobs wait as rows are due: the jobs may be for other rows. */
const ROTATION_SPANS = 20;
/** If a waiting wake-up gets lost with its queue, the next hint after this time makes another one. */
const WAKE_UP_TTL_MS = 5_000;

/**
 * The only producer of jobs. A hint is sent after the commit, in bulk, never awaited by a request, and may be lost: the
 * row is the outbox, and the sweeper finds what is due. A process that can do the work itself starts it without a job.
 */
@Injectable()
export class JobQueue {
  private readonly queues: Readonly<Record<QueueName, BufferedQueue>>;

  constructor(
    @InjectQueue(STORED_AS.payments) payments: BufferedQueue,
    @InjectQueue(STORED_AS.refunds) refunds: BufferedQueue,
    @InjectQueue(STORED_AS.webhooks) webhooks: BufferedQueue,
    private readonly workers: QueueWorkers,
  ) {
    this.queues = { payments, refunds, webhooks };
  }

  hint(...hints: Hint[]): void {
    for (const hint of hints) if (hint.delayMs || !this.workers.begin(hint)) this.send(hint);
  }

  /** The same for any worker. */
  send({ queue, data, delayMs = 0 }: Hint): void {
    const opts = delayMs > 0 ? { delay: delayMs } : { deduplication: { id: wakeUpId(data), ttl: WAKE_UP_TTL_MS } };
    this.queues[queue].push({ name: queue, data, opts });
  }

  /** The wake-up no longer waits: the next hint for the same makes another one. */
  async begun<Name extends QueueName>(queue: Name, data: Jobs[Name]): Promise<void> {
    await this.queues[queue].begun(wakeUpId(data));
  }

  /**
   * Hints for due rows: at most one per merchant or endpoint and span, whatever the number of sweepers, and as many as
   * there are missing jobs. A row whose job still waits is due as well; a second job for it would only delay workers that
   * are behind. Resolves when the hints are sent, or after a second.
   */
  async hintDue(hints: Hint[], spanMs: number): Promise<void> {
    const span = Math.floor(Date.now() / spanMs);
    const send = async (name: QueueName) => {
      const due = hints.filter(({ queue }) => queue === name);
      if (due.length === 0) return;
      const queue = this.queues[name];
      const waiting = (await queue.waiting()) ?? due.length;
      const rotated = Math.ceil(due.length / ROTATION_SPANS);
      const missing = Math.max(due.length - waiting, rotated);
      // Which rows have a job is unknown, so each span starts where the one before it ended.
      const first = (span * rotated) % due.length;
      const chosen = due.filter((_, place) => (place - first + due.length) % due.length < missing);
      for (const { data } of chosen) queue.push({ name, data, opts: { jobId: `${wakeUpId(data)}-${span}` } });
      await queue.sent();
    };
    await Promise.all(QUEUE_NAMES.map(send));
  }

  /** Resolves when the hints so far have been sent, or after a second. */
  async sent(): Promise<void> {
    await Promise.all(Object.values(this.queues).map((queue) => queue.sent()));
  }

  /** True if the backend replies within a second. */
  reachable(): Promise<boolean> {
    return this.queues.payments.reachable();
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.queues).map((queue) => queue.close()));
  }
}

/** At most one job waits for each of these: a merchant, or an endpoint. */
const wakeUpId = (data: Jobs[QueueName]): string => ('endpointId' in data ? data.endpointId : data.merchantId);
