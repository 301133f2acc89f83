import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { BEAT, LEAVE } from './health.queries.js';

const BEAT_INTERVAL_MS = 2_000;

/** Records in the database that this worker is alive. */
@Injectable()
export class WorkerHeartbeat implements BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkerHeartbeat.name);
  private readonly id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Call it once the worker takes jobs. */
  start(): void {
    this.beating = this.beat();
  }

  private async beat(): Promise<void> {
    try {
      await this.database.query(BEAT, [this.id]);
    } catch (error) {
      this.logger.warn(`heartbeat failed: ${(error as Error).message}`);
    }
    if (!this.stopped) this.timer = setTimeout(() => this.start(), BEAT_INTERVAL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.beating) return;
    this.stopped = true;
    clearTimeout(this.timer);
    await this.beating; // a late heartbeat would insert the row again
    await this.database.query(LEAVE, [this.id]).catch(() => undefined);
  }
}
