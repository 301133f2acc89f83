import { Injectable } from '@nestjs/common';
import { SessionsService } from '../auth/sessions.service.js';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.module.js';
import { isWithin } from '../config/hours.js';
import { Database, type Tx } from '../database/database.js';
import { statement } from '../database/sql.js';
import { RequestLogsService } from '../reports/request-logs.service.js';
import { Meters } from '../telemetry/meters.js';
import { MembersService } from '../users/members.service.js';
import { DeliveriesService } from '../webhooks/deliveries.service.js';

/** One batch at a time, however many workers there are; the lock goes with its transaction, or its process. */
const TRY_LOCK = statement('housekeeping_lock', `SELECT pg_try_advisory_xact_lock(7261003) AS mine`);
/** A batch takes some milliseconds; the pause between two is that between two sweeps. */
const MOST_ROWS = 1_000;
/** When nothing was left, the next look is this far away. */
const REST_MS = 10 * 60_000;

interface Chore {
  table: string;
  retention: number | 'off';
  forget: (tx: Tx, olderThanMs: number, limit: number) => Promise<number>;
}

/**
 * Deletes what is past its retention, a bounded batch per sweep, so that no request waits for it. Money, events,
 * deliveries and the audit log are never deleted.
 */
@Injectable()
export class Housekeeping {
  private readonly chores: Chore[];
  private next = 0;
  private restUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly meters: Meters,
    deliveries: DeliveriesService,
    requests: RequestLogsService,
    sessions: SessionsService,
    members: MembersService,
  ) {
    const { RETENTION_WEBHOOK_ATTEMPTS: attempts, RETENTION_REQUEST_LOGS: logs, RETENTION_SESSIONS: signs } = config;
    const chores: Chore[] = [
      { table: 'webhook_attempts', retention: attempts, forget: (...batch) => deliveries.forgetAttempts(...batch) },
      { table: 'request_logs', retention: logs, forget: (...batch) => requests.forget(...batch) },
      { table: 'sessions', retention: signs, forget: (...batch) => sessions.forget(...batch) },
      { table: 'login_failures', retention: signs, forget: (...batch) => sessions.forgetFailures(...batch) },
      { table: 'invites', retention: signs, forget: (...batch) => members.forgetInvites(...batch) },
    ];
    this.chores = chores.filter(({ retention }) => retention !== 'off');
  }

  /** One batch of the chore whose turn it is, within RETENTION_HOURS; a chore with nothing left gives way to the next. */
  async tidy(): Promise<void> {
    const { RETENTION_HOURS: hours } = this.config;
    const chore = this.chores[this.next];
    if (!chore || performance.now() < this.restUntil || (hours && !isWithin(hours, this.clock.now()))) return;
    const deleted = await this.database.transaction((tx) => this.batch(tx, chore));
    if (deleted === null) return; // another worker is at it
    this.meters.rowsDeleted.inc({ table: chore.table }, deleted);
    if (deleted === MOST_ROWS) return;
    this.next = (this.next + 1) % this.chores.length;
    if (this.next === 0) this.restUntil = performance.now() + REST_MS;
  }

  private async batch(tx: Tx, { retention, forget }: Chore): Promise<number | null> {
    const [lock] = await tx.query<{ mine: boolean }>(TRY_LOCK);
    return lock?.mine && retention !== 'off' ? forget(tx, retention, MOST_ROWS) : null;
  }
}
