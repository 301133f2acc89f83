import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { QueueOptions } from 'bullmq';
import { Config } from '../config/config.module.js';
import { QUEUE_OPTIONS, queueOptions } from './backend.js';
import { JobQueue } from './job-queue.js';
import { QueueWorkers } from './queue-workers.js';
import { openRedis, REDIS, type RedisConnection, type Role } from './redis.js';

@Global()
@Module({})
export class QueueModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    private readonly workers: QueueWorkers,
    @Inject(REDIS) private readonly redis: RedisConnection | null,
  ) {}

  static forRole(role: Role): DynamicModule {
    return {
      module: QueueModule,
      providers: [
        { provide: REDIS, inject: [Config], useFactory: (config: Config) => openRedis(config, role) },
        {
          provide: QUEUE_OPTIONS,
          inject: [Config, REDIS],
          useFactory: (config: Config, redis: RedisConnection | null): QueueOptions =>
            queueOptions(config, role, redis),
        },
        JobQueue,
        QueueWorkers,
      ],
      exports: [JobQueue, QueueWorkers, REDIS],
    };
  }

  /** The work in flight ends here, while the database is still open: its own shutdown hook may run before ours below. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.workers.close();
  }

  /** Then the hints it left, then the connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
    this.redis?.disconnect();
  }
}
