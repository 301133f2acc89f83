import { createPostgresBackend, createRedisBackend, type QueueOptions, setDefaultBackendFactory } from 'bullmq';
import { Redis } from 'ioredis';
import { SteadyClient } from '../common/steady-client.js';
import type { Settings } from '../config/config.js';

/** `server` only adds hints, and must never wait for a queue that is away; `worker` waits for it to come back. */
export type Role = 'server' | 'worker';

/** BullMQ's own tables, apart from ours. */
const SCHEMA = 'bullmq';
const POOL = { server: 2, worker: 6 } as const;

export function openRedis(config: Settings, role: Role): Redis | null {
  if (!config.REDIS_URL) return null;
  const redis = new Redis(config.REDIS_URL, {
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    enableOfflineQueue: role === 'worker',
    connectTimeout: 2_000,
    // Rate limits wait for Redis: one that hangs must not hang requests. A worker's blocking reads have no such limit.
    ...(role === 'server' && { commandTimeout: 500 }),
    retryStrategy: (attempt) => Math.min(attempt * 100, 1_000),
  });
  redis.on('error', () => undefined); // said by /health and by the queue's own log; without a listener it would end the process
  return redis;
}

/** The one place that chooses where the queues live: Redis when configured, else BullMQ's PostgreSQL backend. */
export function queueOptions(config: Settings, role: Role, redis: Redis | null): QueueOptions {
  if (redis) setDefaultBackendFactory(createRedisBackend);
  else setDefaultBackendFactory(createPostgresBackend);
  const connection = redis ?? {
    connectionString: config.DATABASE_URL,
    schema: SCHEMA,
    migrate: true,
    max: POOL[role],
    Client: SteadyClient,
  };
  return {
    connection: connection,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
  };
}
