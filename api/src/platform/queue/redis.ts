import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { Settings } from '../config/config.js';

/** Injection token: the shared Redis client of this process, or null where no Redis is configured. */
export const REDIS = Symbol('REDIS');
/** One server, the master that Sentinels name, or a cluster: whoever uses it need not know. */
export type RedisConnection = Redis | Cluster;

/** `server` only adds hints, and must never wait for a queue that is away; `worker` waits for it to come back. */
export type Role = 'server' | 'worker';

const CONNECT_MS = 2_000;
/** Rate limits wait for Redis: one that hangs must not hang requests. */
const SERVER_PATIENCE_MS = 500;
/** A worker's blocking reads take up to 10 s; a server silent for longer than this is given up and connected anew. */
const WORKER_PATIENCE_MS = 20_000;
/** While a replica takes over, commands for its slots fail: a server tries for a moment, a worker outlasts an election. */
const REDIRECTIONS = { server: 3, worker: 100 } as const;

const backOff = (attempt: number) => Math.min(attempt * 100, 1_000);

export const hasRedis = (config: Settings) =>
  Boolean(config.REDIS_URL ?? config.REDIS_SENTINELS ?? config.REDIS_CLUSTER_NODES);

/** The one place that connects to Redis, whatever its shape. */
export function openRedis(config: Settings, role: Role): RedisConnection | null {
  const redis = connect(config, role);
  redis?.on('error', () => undefined); // said by /health and by the queue's own log; without a listener it would end the process
  return redis;
}

function connect(config: Settings, role: Role): RedisConnection | null {
  const enableOfflineQueue = role === 'worker';
  const patience = role === 'server' ? { commandTimeout: SERVER_PATIENCE_MS } : { socketTimeout: WORKER_PATIENCE_MS };
  const common = { connectTimeout: CONNECT_MS, ...patience, ...access(config) };
  if (config.REDIS_CLUSTER_NODES) {
    return new Cluster(config.REDIS_CLUSTER_NODES, {
      redisOptions: { ...common, maxRetriesPerRequest: null },
      enableOfflineQueue,
      maxRedirections: REDIRECTIONS[role],
      clusterRetryStrategy: backOff,
      // Certificates name hosts: an address instead of the name would not match.
      ...(common.tls && { dnsLookup: (address, done) => done(null, address) }),
    } satisfies ClusterOptions);
  }
  const one: RedisOptions = {
    ...common,
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    enableOfflineQueue,
    retryStrategy: backOff,
  };
  if (config.REDIS_SENTINELS) {
    return new Redis({
      ...one,
      sentinels: config.REDIS_SENTINELS,
      name: config.REDIS_SENTINEL_NAME,
      sentinelPassword: config.REDIS_SENTINEL_PASSWORD,
      sentinelRetryStrategy: backOff,
      // A master that is frozen rather than gone would keep its connections: the Sentinels say when it is replaced.
      failoverDetector: true,
      ...(common.tls && { enableTLSForSentinelMode: true, sentinelTLS: common.tls }),
    });
  }
  return config.REDIS_URL ? new Redis(config.REDIS_URL, one) : null;
}

/** Name, password and TLS; what stands in REDIS_URL itself comes before these. */
function access({ REDIS_URL, REDIS_USERNAME, REDIS_PASSWORD, REDIS_TLS, REDIS_CA }: Settings): RedisOptions {
  const tls = REDIS_TLS || REDIS_URL?.startsWith('rediss:');
  return {
    ...(REDIS_USERNAME && { username: REDIS_USERNAME }),
    ...(REDIS_PASSWORD && { password: REDIS_PASSWORD }),
    ...(tls && { tls: REDIS_CA ? { ca: REDIS_CA } : {} }),
  };
}
