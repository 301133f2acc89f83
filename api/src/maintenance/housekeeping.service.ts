import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AuditChain } from '../accounts/audit/audit-chain.service.js';
import { SessionsService } from '../accounts/auth/sessions.service.js';
import { AccountLocks } from '../accounts/users/account-locks.service.js';
import { MembersService } from '../accounts/users/members.service.js';
import { DeliveriesService } from '../messaging/webhooks/deliveries/deliveries.service.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config/config.module.js';
import { isWithin } from '../platform/config/hours.js';
import { tryLock } from '../platform/database/advisory-locks.js';
import { Database, type Tx } from '../platform/database/database.js';
import { IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { Meters } from '../platform/telemetry/meters.js';
import { RequestLogsService } from '../reporting/request-logs/request-logs.service.js';

/** One batch at a time across all workers. The lock ends with its transaction. */
const TRY_LOCK = tryLock('housekeeping');
/** A batch of this size takes about 10 ms. */
const BATCH_SIZE = 1_000;
/** The pause after each batch: at least this long, and at least PAUSE_FACTOR times as long as the batch took. */
const MIN_PAUSE_MS = 25;
const PAUSE_FACTOR = 2;
/** Wait after a pass that deleted everything due. */
const PASS_INTERVAL_MS = 10 * 60_000;

interface Chore {
  table: string;
  retention: number | 'off';
  forget: (tx: Tx, olderThanMs: number, limit: number) => Promise<number>;
}

/**
 * Deletes expired rows within RETENTION_HOURS, batch by batch. Payments come first: it pauses between batches, and starts
 * none while other work of this process waits for a connection. Orders, payments, refunds, movements, events and
 * deliveries are never deleted.
 */
@Injectable()
export class Housekeeping implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly chores: Chore[];
  private timer: NodeJS.Timeout | undefined;
  private pass: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly meters: Meters,
    deliveries: DeliveriesService,
    requests: RequestLogsService,
    sessions: SessionsService,
    members: MembersService,
    locks: AccountLocks,
    idempotency: IdempotencyService,
    audit: AuditChain,
  ) {
    const {
      RETENTION_WEBHOOK_ATTEMPTS: attempts,
      RETENTION_REQUEST_LOGS: logs,
      RETENTION_SESSIONS: sessionRetention,
    } = config;
    const chores: Chore[] = [
      // Retention 0: each key stores its own expiry, IDEMPOTENCY_TTL after its first use.
      { table: 'idempotency_keys', retention: 0, forget: (tx, _, limit) => idempotency.forget(tx, limit) },
      { table: 'webhook_attempts', retention: attempts, forget: (...batch) => deliveries.forgetAttempts(...batch) },
      { table: 'request_logs', retention: logs, forget: (...batch) => requests.forget(...batch) },
      { table: 'sessions', retention: sessionRetention, forget: (...batch) => sessions.forget(...batch) },
      { table: 'login_failures', retention: sessionRetention, forget: (...batch) => locks.forget(...batch) },
      { table: 'invites', retention: sessionRetention, forget: (...batch) => members.forgetInvites(...batch) },
      { table: 'audit_log', retention: config.RETENTION_AUDIT_LOG, forget: (...batch) => audit.forget(...batch) },
    ];
    this.chores = chores.filter(({ retention }) => retention !== 'off');
  }

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
    for (const chore of this.chores) {
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

  private async batch(tx: Tx, { retention, forget }: Chore): Promise<number | null> {
    const [lock] = await tx.query<{ acquired: boolean }>(TRY_LOCK);
    return lock?.acquired && retention !== 'off' ? forget(tx, retention, BATCH_SIZE) : null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.pass;
  }
}
