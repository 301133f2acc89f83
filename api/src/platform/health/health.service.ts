import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';
import { Clock } from '../clock.js';
import { JobQueue } from '../queue/job-queue.js';
import { REDIS, type RedisConnection } from '../queue/redis.js';
import { DatabaseProbe, PATIENCE_MS } from './database-probe.js';
import type { HealthDto, ReadinessDto } from './health.dto.js';
import { Readiness } from './readiness.js';

/** Anybody may ask, as often as they like: one look serves all that ask in this time. */
const SHARED_MS = 250;

/** Every check is bounded, and they run side by side: an answer takes a second at most, whatever is away. */
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
    const whole = queue && redis !== false && worker;
    return {
      status: !database.up ? 'unhealthy' : whole ? 'healthy' : 'degraded',
      database: link(database.up),
      queue: link(queue),
      redis: link(redis ?? queue),
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
    const look = async () => ({ worker: await this.probe.workerRunning() });
    const { database } = await this.attempt('database', look);
    return { up: database.status === 'up', worker: database['worker'] };
  }

  private async queueUp(): Promise<boolean> {
    const look = async () => {
      if (!(await this.queue.reachable())) throw new Error('the queue does not answer');
    };
    return (await this.attempt('queue', look)).queue.status === 'up';
  }

  private async redisUp(): Promise<boolean | null> {
    const { redis } = this;
    if (!redis) return null;
    const look = async () => void (await redis.ping());
    return (await this.attempt('redis', look)).redis.status === 'up';
  }

  private attempt<const Key extends string>(key: Key, look: () => Promise<Record<string, unknown> | void>) {
    return this.indicators.check(key).attempt(look).withTimeout(PATIENCE_MS).cacheFor(SHARED_MS);
  }
}

function link(up: boolean): 'connected' | 'disconnected' {
  return up ? 'connected' : 'disconnected';
}
