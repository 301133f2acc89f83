import { BullModule } from '@nestjs/bullmq';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Config } from '../config/config.module.js';
import { keyPrefix, queueOptions } from './backend.js';
import { BufferedQueue } from './buffered-queue.js';
import { JobQueue } from './job-queue.js';
import { QUEUE_NAMES, STORED_AS } from './jobs.js';
import { BoundedWorker, QueueWorkers } from './queue-workers.js';
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
    BullModule.queueClass = BufferedQueue;
    BullModule.workerClass = BoundedWorker;
    return {
      module: QueueModule,
      imports: [
        BullModule.forRootAsync({
          inject: [Config, REDIS],
          useFactory: (config: Config, redis: RedisConnection | null) => queueOptions(config, role, redis),
          // Only the worker role registers them: QueueWorkers.start.
          extraOptions: { manualRegistration: true },
        }),
        BullModule.registerQueue(...QUEUE_NAMES.map((name) => ({ name: STORED_AS[name], prefix: keyPrefix(name) }))),
      ],
      providers: [
        { provide: REDIS, inject: [Config], useFactory: (config: Config) => openRedis(config, role) },
        JobQueue,
        QueueWorkers,
      ],
      exports: [JobQueue, QueueWorkers, REDIS],
    };
  }

  /** The jobs in flight end here, while the database is still open: its own shutdown hook may run before ours below. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.workers.close();
  }

  /** The queues share the connection, so they close first. */
  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
    this.redis?.disconnect();
  }
}
