import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.module.js';
import { sessionLimits } from '../database/data-source.js';
import { WORKER_RUNNING } from './health.queries.js';

/** Timeout of each health check. */
export const HEALTH_TIMEOUT_MS = 1_000;

/** Uses a connection of its own, so that a busy pool does not look like an unavailable database. */
@Injectable()
export class DatabaseProbe implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      application_name: 'payment-gateway health',
      max: 1,
      connectionTimeoutMillis: HEALTH_TIMEOUT_MS,
      ...sessionLimits(config, { statement_timeout: HEALTH_TIMEOUT_MS }),
      query_timeout: HEALTH_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
    });
    this.pool.on('error', () => undefined); // an idle connection broke; the next check opens a new one
  }

  /** Throws if the database is unavailable. */
  async workerRunning(): Promise<boolean> {
    const { rows } = await this.pool.query<{ running: boolean }>(WORKER_RUNNING.text);
    return rows[0]?.running ?? false;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
