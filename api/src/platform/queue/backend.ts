import { createRedisBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import type { Settings } from '../config/config.js';
import { SteadyClient } from '../database/steady-client.js';
import { QUEUE_NAMES, type QueueName } from './jobs.js';
import { createPatientBackend } from './patient-backend.js';
import { hasRedis, type RedisConnection, type Role } from './redis.js';

export const QUEUE_OPTIONS = Symbol('QUEUE_OPTIONS');

/** BullMQ's keys of one queue. The braces put all of them into one slot of a cluster, and each queue into a slot of its own. */
export const keyPrefix = (queue: QueueName) => `bull:{${queue}}`;

/** BullMQ's own tables, apart from ours. */
export const SCHEMA = 'bullmq';
const POOL = { server: 2, worker: 6 } as const;
/** The most that BullMQ opens to DATABASE_URL: a pool per queue, in a worker also one per processor and its listener. */
export function queueConnections(config: Settings, role: Role): number {
  if (hasRedis(config) || config.QUEUE_DATABASE_URL) return 0;
  return QUEUE_NAMES.length * (role === 'server' ? POOL.server : 2 * POOL.worker + 1);
}

/** Nobody waits for the queue; but a server that has fallen silent must not hold a connection for good. */
const TIMEOUTS = {
  connectionTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 30_000,
  query_timeout: 31_000,
  keepAlive: true,
} as const;

/** Hints are free to be lost: their commits do not wait for the disk. Whatever they announce has been committed to it. */
const UNHURRIED = '-c synchronous_commit=off';

/** The one place that chooses where the queues live: Redis when configured, else BullMQ's PostgreSQL backend. */
export function queueOptions(config: Settings, role: Role, redis: RedisConnection | null): QueueOptions {
  if (redis) setDefaultBackendFactory(createRedisBackend);
  else setDefaultBackendFactory(createPatientBackend);
  const connection = redis ?? {
    connectionString: config.QUEUE_DATABASE_URL ?? config.DATABASE_URL,
    schema: SCHEMA,
    migrate: true,
    max: POOL[role],
    Client: SteadyClient,
    options: UNHURRIED,
    ...TIMEOUTS,
  };
  return {
    connection,
    // BullMQ asks Redis for its version once, and a queue that got no answer in time would stay dead. A server cannot
    // wait for one as workers can; they say what is wrong with a version.
    ...(redis && role === 'server' && { skipVersionCheck: true }),
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
}
