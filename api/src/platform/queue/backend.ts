import { createRedisBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import type { Settings } from '../config/config.js';
import { SteadyClient } from '../database/steady-client.js';
import { QUEUE_NAMES, type QueueName, STORED_AS } from './jobs.js';
import { createRetryingBackend } from './postgres-backend.js';
import { hasRedis, type RedisConnection, type Role } from './redis.js';

/** The prefix of one queue's keys. The braces put them into one hash slot of a cluster; each queue has its own slot. */
export const keyPrefix = (queue: QueueName) => `bull:{${STORED_AS[queue]}}`;

/** The schema of BullMQ's tables. */
export const SCHEMA = 'bullmq';
const POOL = { server: 2, worker: 6 } as const;
/** The most connections that BullMQ opens to DATABASE_URL: a pool per queue; in a worker also one per processor, plus its listener. */
export function queueConnections(config: Settings, role: Role): number {
  if (hasRedis(config) || config.QUEUE_DATABASE_URL) return 0;
  return QUEUE_NAMES.length * (role === 'server' ? POOL.server : 2 * POOL.worker + 1);
}

/** No request waits for the queue, but a database that does not reply must not hold a connection for ever. */
const TIMEOUTS = {
  connectionTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 30_000,
  query_timeout: 31_000,
  keepAlive: true,
} as const;

/** A hint may be lost, so its commit does not wait for the disk; the row that it is for is already on the disk. */
const ASYNC_COMMIT = '-c synchronous_commit=off';

/** The one place that chooses where the queues live: Redis when configured, else BullMQ's PostgreSQL backend. */
export function queueOptions(config: Settings, role: Role, redis: RedisConnection | null): QueueOptions {
  if (redis) setDefaultBackendFactory(createRedisBackend);
  else setDefaultBackendFactory(createRetryingBackend);
  const connection = redis ?? {
    connectionString: config.QUEUE_DATABASE_URL ?? config.DATABASE_URL,
    schema: SCHEMA,
    migrate: true,
    max: POOL[role],
    Client: SteadyClient,
    options: ASYNC_COMMIT,
    ...TIMEOUTS,
  };
  return {
    connection,
    // BullMQ reads the version of Redis once, and a queue that gets no reply in time stays unusable. A server does not
    // wait for it; workers do, and log what is wrong with a version.
    ...(redis && role === 'server' && { skipVersionCheck: true }),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
}
