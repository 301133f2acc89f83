import { PostgresConnection } from 'bullmq';
import type { Settings } from '../config/config.js';
import { SteadyClient } from '../database/steady-client.js';
import { SCHEMA } from './backend.js';
import { STORED_AS } from './jobs.js';

/**
 * Creates or migrates BullMQ's tables and functions, as a role that may do so. It also creates the sequence of each
 * queue, which BullMQ would create with the first job: the role of servers may not.
 */
export async function prepareQueueSchema(config: Settings): Promise<void> {
  const connection = new PostgresConnection({
    connectionString: config.DATABASE_URL,
    schema: SCHEMA,
    migrate: true,
    max: 1,
    Client: SteadyClient,
    connectionTimeoutMillis: 10_000,
  });
  try {
    await connection.waitUntilReady();
    for (const queue of Object.values(STORED_AS)) await connection.pool.query('SELECT next_job_id($1)', [queue]);
  } finally {
    await connection.close();
  }
}
