import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config/config.module.js';
import { isWithin } from '../platform/config/hours.js';
import { tryLock } from '../platform/database/advisory-locks.js';
import { Database, type Tx } from '../platform/database/database.js';
import { Meters } from '../platform/telemetry/meters.js';
import { type Chore, Chores } from './chores.js';

/** One batch at a time across all workers. The lock ends with its transaction. */
const TRY_LOCK = tryLock('housekeeping');
/** A batch of this size takes about 10 ms. */
const BATCH_SIZE = 1_000;
/** The pause after each batch: at least this long, and at least PAUSE_FACTOR times as long as the batch took. */
const MIN_PAUSE_MS = 25;
const PAUSE_FACTOR = 2;
/** Wait after a pass that deleted everything due. */
const PASS_INTERVAL_MS = 10 * 60_000;

/**
 * Deletes expired rows within RETENTION_HOURS, batch by batch. Payments come first: it pauses between batches, and starts
 * none while other work of this process waits for a connection. Orders, payments, refunds, movements, events and
 * deliveries are never deleted.
 */
@Injectable()
export class Housekeeping implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private timer: NodeJS.Timeout | undefined;
  private pass: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly meters: Meters,
    private readonly chores: Chores,
  ) {}

  start(): void {
    this.schedule(this.config.SWEEP_INTERVAL);
  }

  private schedule(waitMs: number): void {
    this.timer = setTimeout(() => {
      this.pass = this.runPass()
        .catch((error: Error) => void this.logger.warn(`a pass failed, the next one continues: ${error.message}`))
        .then((done) => {
          if (!this.stopped) this.schedule(done ? PASS_INTERVAL_MS : this.config.SWEEP_INTERVAL);
        });
    }, waitMs);
  }

  /** Runs every chore to its end. False if it stopped early: outside the hours, or because another worker has the lock. */
  private async runPass(): Promise<boolean> {
    for (const chore of this.chores.by(this.config)) {
      for (let deleted: number | null = BATCH_SIZE; deleted === BATCH_SIZE;) {
        if (!this.isAllowedNow()) return false;
        const began = performance.now();
        deleted = await this.database.transaction((tx) => this.batch(tx, chore));
        if (deleted === null) return false;
        this.meters.rowsDeleted.inc({ table: chore.table }, deleted);
        await this.yieldToPayments(performance.now() - began);
      }
    }
    return true;
  }

  private isAllowedNow(): boolean {
    const { RETENTION_HOURS: hours } = this.config;
    return !this.stopped && (!hours || isWithin(hours, this.clock.now()));
  }

  private async yieldToPayments(tookMs: number): Promise<void> {
    await pause(Math.max(MIN_PAUSE_MS, PAUSE_FACTOR * tookMs));
    while (this.database.pool.waitingCount > 0 && !this.stopped) await pause(MIN_PAUSE_MS);
  }

  private async batch(tx: Tx, { retentionMs, forget }: Chore): Promise<number | null> {
    const [lock] = await tx.query<{ acquired: boolean }>(TRY_LOCK);
    return lock?.acquired ? forget(tx, retentionMs, BATCH_SIZE) : null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.pass;
  }
}
