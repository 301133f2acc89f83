import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { Config } from '../config/config.module.js';
import { sessionLimits } from '../database/data-source.js';
import { WORKER_RUNNING } from './health.queries.js';

/** How long any check of health may take. */
export const PATIENCE_MS = 1_000;

/** One connection of its own: a pool that is busy with requests must not look like a database that is away. */
@Injectable()
export class DatabaseProbe implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(config: Config) {
    this.pool = new pg.Pool({
      connectionString: config.DATABASE_URL,
      application_name: 'payment-gateway health',
      max: 1,
      connectionTimeoutMillis: PATIENCE_MS,
      ...sessionLimits(config, { statement_timeout: PATIENCE_MS }),
      query_timeout: PATIENCE_MS,
      idleTimeoutMillis: 60_000,
    });
    this.pool.on('error', () => undefined); // an idle connection broke; the next check says whether it matters
  }

  /** Throws when the database is away. */
  async workerRunning(): Promise<boolean> {
    const { rows } = await this.pool.query<{ running: boolean }>(WORKER_RUNNING.text);
    return rows[0]?.running ?? false;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
