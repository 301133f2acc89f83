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
import { Database, type Tx } from '../platform/database/database.js';
import { statement } from '../platform/database/sql.js';
import { IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { Meters } from '../platform/telemetry/meters.js';
import { RequestLogsService } from '../reporting/request-logs/request-logs.service.js';

/** One batch at a time, however many workers there are; the lock goes with its transaction, or its process. */
const TRY_LOCK = statement('housekeeping_lock', `SELECT pg_try_advisory_xact_lock(7261003) AS mine`);
/** A batch takes some ten milliseconds, and holds nobody up meanwhile. */
const MOST_ROWS = 1_000;
/** After each batch the database has this long for others, and at least twice as long as the batch took. */
const PAUSE_MS = 25;
const PAUSE_SHARE = 2;
/** When nothing was left, the next look is this far away. */
const REST_MS = 10 * 60_000;

interface Chore {
  table: string;
  retention: number | 'off';
  forget: (tx: Tx, olderThanMs: number, limit: number) => Promise<number>;
}

/**
 * Deletes what is past its retention within RETENTION_HOURS, batch after batch until nothing is left. Money comes first:
 * there are pauses, and none begins while other work of this process waits for a connection. Money itself, events and
 * deliveries are never deleted.
 */
@Injectable()
export class Housekeeping implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Housekeeping.name);
  private readonly chores: Chore[];
  private timer: NodeJS.Timeout | undefined;
  private tidying: Promise<void> = Promise.resolve();
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
    const { RETENTION_WEBHOOK_ATTEMPTS: attempts, RETENTION_REQUEST_LOGS: logs, RETENTION_SESSIONS: signs } = config;
    const chores: Chore[] = [
      // Each key knows its own end: IDEMPOTENCY_TTL after it was first used.
      { table: 'idempotency_keys', retention: 0, forget: (tx, _, limit) => idempotency.forget(tx, limit) },
      { table: 'webhook_attempts', retention: attempts, forget: (...batch) => deliveries.forgetAttempts(...batch) },
      { table: 'request_logs', retention: logs, forget: (...batch) => requests.forget(...batch) },
      { table: 'sessions', retention: signs, forget: (...batch) => sessions.forget(...batch) },
      { table: 'login_failures', retention: signs, forget: (...batch) => locks.forget(...batch) },
      { table: 'invites', retention: signs, forget: (...batch) => members.forgetInvites(...batch) },
      { table: 'audit_log', retention: config.RETENTION_AUDIT_LOG, forget: (...batch) => audit.forget(...batch) },
    ];
    this.chores = chores.filter(({ retention }) => retention !== 'off');
  }

  start(): void {
    this.later(this.config.SWEEP_INTERVAL);
  }

  private later(waitMs: number): void {
    this.timer = setTimeout(() => {
      this.tidying = this.tidy()
        .catch((error: Error) => void this.logger.warn(`not tidied, the next pass goes on: ${error.message}`))
        .then((done) => {
          if (!this.stopped) this.later(done ? REST_MS : this.config.SWEEP_INTERVAL);
        });
    }, waitMs);
  }

  /** One pass: every chore to its end. False when it broke off: outside the hours, or because another worker is at it. */
  private async tidy(): Promise<boolean> {
    for (const chore of this.chores) {
      for (let deleted: number | null = MOST_ROWS; deleted === MOST_ROWS;) {
        if (!this.isTime()) return false;
        const began = performance.now();
        deleted = await this.database.transaction((tx) => this.batch(tx, chore));
        if (deleted === null) return false;
        this.meters.rowsDeleted.inc({ table: chore.table }, deleted);
        await this.yieldToMoney(performance.now() - began);
      }
    }
    return true;
  }

  private isTime(): boolean {
    const { RETENTION_HOURS: hours } = this.config;
    return !this.stopped && (!hours || isWithin(hours, this.clock.now()));
  }

  private async yieldToMoney(tookMs: number): Promise<void> {
    await pause(Math.max(PAUSE_MS, PAUSE_SHARE * tookMs));
    while (this.database.pool.waitingCount > 0 && !this.stopped) await pause(PAUSE_MS);
  }

  private async batch(tx: Tx, { retention, forget }: Chore): Promise<number | null> {
    const [lock] = await tx.query<{ mine: boolean }>(TRY_LOCK);
    return lock?.mine && retention !== 'off' ? forget(tx, retention, MOST_ROWS) : null;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.tidying;
  }
}
