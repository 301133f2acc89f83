import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { GENERATION } from '../database/generations.sql.js';
import type { Role } from '../queue/redis.js';
import { HEARTBEATS } from './health.queries.js';

const BEAT_INTERVAL_MS = 2_000;

/** Records in the database that this server or worker is alive, and what its code can handle. */
@Injectable()
export class Heartbeat implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Heartbeat.name);
  private readonly id = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  private role: Role | undefined;
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly database: Database) {}

  /** Call it once the worker takes jobs, or the server requests. */
  start(role: Role): void {
    this.role = role;
    this.beating = this.beat(role);
  }

  private async beat(role: Role): Promise<void> {
    try {
      await this.database.query(HEARTBEATS[role].beat, [this.id, GENERATION]);
    } catch (error) {
      this.logger.warn(`heartbeat failed: ${(error as Error).message}`);
    }
    if (!this.stopped) this.timer = setTimeout(() => this.start(role), BEAT_INTERVAL_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (!this.beating || !this.role) return;
    this.stopped = true;
    clearTimeout(this.timer);
    await this.beating; // a late heartbeat would insert the row again
    await this.database.query(HEARTBEATS[this.role].leave, [this.id]).catch(() => undefined);
  }
}
