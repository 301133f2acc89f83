import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Clock } from '../clock.js';
import { JobQueue } from '../queue/job-queue.js';
import { REDIS, type RedisConnection } from '../queue/redis.js';
import { DatabaseProbe, HEALTH_TIMEOUT_MS } from './database-probe.js';
import type { HealthDto, ReadinessDto } from './health.dto.js';
import { Readiness } from './readiness.js';

/** The endpoint is public: requests within this time share one check. */
const CACHE_MS = 250;

/** Checks have a timeout and run in parallel, so a response takes at most a second, whatever is unavailable. */
@Injectable()
export class HealthService {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly probe: DatabaseProbe,
    private readonly queue: JobQueue,
    private readonly readiness: Readiness,
    private readonly clock: Clock,
    @Inject(REDIS) private readonly redis: RedisConnection | null,
  ) {}

  async check(): Promise<HealthDto> {
    const [database, queue, redis] = await Promise.all([this.database(), this.queueUp(), this.redisUp()]);
    const worker = database.worker === true;
    const isComplete = queue && redis !== false && worker;
    return {
      status: !database.up ? 'unhealthy' : isComplete ? 'healthy' : 'degraded',
      database: connection(database.up),
      queue: connection(queue),
      redis: connection(redis ?? queue),
      worker: worker ? 'running' : 'stopped',
      timestamp: this.clock.now().toISOString(),
    };
  }

  async ready(): Promise<ReadinessDto> {
    const queue = this.redis ? 'redis' : 'postgresql';
    if (this.readiness.draining) return { status: 'not_ready', reason: 'shutting_down', queue };
    const { up } = await this.database();
    return up
      ? { status: 'ready', reason: null, queue }
      : { status: 'not_ready', reason: 'database_disconnected', queue };
  }

  private async database(): Promise<{ up: boolean; worker: unknown }> {
    const check = async () => ({ worker: await this.probe.workerRunning() });
    const { database } = await this.attempt('database', check);
    return { up: database.status === 'up', worker: database['worker'] };
  }

  private async queueUp(): Promise<boolean> {
    const check = async () => {
      if (!(await this.queue.reachable())) throw new Error('the queue is not reachable');
    };
    return (await this.attempt('queue', check)).queue.status === 'up';
  }

  private async redisUp(): Promise<boolean | null> {
    const { redis } = this;
    if (!redis) return null;
    const check = async () => void (await redis.ping());
    return (await this.attempt('redis', check)).redis.status === 'up';
  }

  private attempt<const Key extends string>(key: Key, check: () => Promise<Record<string, unknown> | void>) {
    return this.indicators.check(key).attempt(check).withTimeout(HEALTH_TIMEOUT_MS).cacheFor(CACHE_MS);
  }
}

function connection(up: boolean): 'connected' | 'disconnected' {
  return up ? 'connected' : 'disconnected';
}
