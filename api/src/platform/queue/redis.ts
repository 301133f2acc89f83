import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { Settings } from '../config/config.js';

/** Injection token: the shared Redis client of this process, or null where no Redis is configured. */
export const REDIS = Symbol('REDIS');
/** One server, the master that Sentinels name, or a cluster. */
export type RedisConnection = Redis | Cluster;

/** `server` only adds hints and must never wait for a queue that is away; `worker` waits until it is back. */
export type Role = 'server' | 'worker';

const CONNECT_TIMEOUT_MS = 2_000;
/** Rate limits wait for Redis; if it hangs, requests must not hang. */
const SERVER_COMMAND_TIMEOUT_MS = 500;
/** A worker's blocking reads take up to 10 s. A connection that is silent for longer than this is reopened. */
const WORKER_SOCKET_TIMEOUT_MS = 20_000;
/** While a replica takes over, commands for its slots fail: a server retries briefly, a worker longer than an election takes. */
const MAX_REDIRECTIONS = { server: 3, worker: 100 } as const;

const backOff = (attempt: number) => Math.min(attempt * 100, 1_000);

export const hasRedis = (config: Settings) =>
  Boolean(config.REDIS_URL ?? config.REDIS_SENTINELS ?? config.REDIS_CLUSTER_NODES);

/** The one place that connects to Redis, whatever its shape. */
export function openRedis(config: Settings, role: Role): RedisConnection | null {
  const redis = connect(config, role);
  redis?.on('error', () => undefined); // /health and the queue log it; without a listener it would end the process
  return redis;
}

function connect(config: Settings, role: Role): RedisConnection | null {
  const enableOfflineQueue = role === 'worker';
  const timeout =
    role === 'server' ? { commandTimeout: SERVER_COMMAND_TIMEOUT_MS } : { socketTimeout: WORKER_SOCKET_TIMEOUT_MS };
  const common = { connectTimeout: CONNECT_TIMEOUT_MS, ...timeout, ...access(config) };
  if (config.REDIS_CLUSTER_NODES) {
    return new Cluster(config.REDIS_CLUSTER_NODES, {
      redisOptions: { ...common, maxRetriesPerRequest: null },
      enableOfflineQueue,
      maxRedirections: MAX_REDIRECTIONS[role],
      clusterRetryStrategy: backOff,
      // Certificates contain host names: an address would not match.
      ...(common.tls && { dnsLookup: (address, done) => done(null, address) }),
    } satisfies ClusterOptions);
  }
  const options: RedisOptions = {
    ...common,
    maxRetriesPerRequest: role === 'worker' ? null : 1,
    enableOfflineQueue,
    retryStrategy: backOff,
  };
  if (config.REDIS_SENTINELS) {
    return new Redis({
      ...options,
      sentinels: config.REDIS_SENTINELS,
      name: config.REDIS_SENTINEL_NAME,
      sentinelPassword: config.REDIS_SENTINEL_PASSWORD,
      sentinelRetryStrategy: backOff,
      // A frozen master keeps its connections open, so the Sentinels report when it is replaced.
      failoverDetector: true,
      ...(common.tls && { enableTLSForSentinelMode: true, sentinelTLS: common.tls }),
    });
  }
  return config.REDIS_URL ? new Redis(config.REDIS_URL, options) : null;
}

/** Name, password and TLS. Values in REDIS_URL take precedence. */
function access({ REDIS_URL, REDIS_USERNAME, REDIS_PASSWORD, REDIS_TLS, REDIS_CA }: Settings): RedisOptions {
  const tls = REDIS_TLS || REDIS_URL?.startsWith('rediss:');
  return {
    ...(REDIS_USERNAME && { username: REDIS_USERNAME }),
    ...(REDIS_PASSWORD && { password: REDIS_PASSWORD }),
    ...(tls && { tls: REDIS_CA ? { ca: REDIS_CA } : {} }),
  };
}
