import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type BackendFactory, PostgresConnection, type PostgresConnectionOptions, PostgresQueueBackend } from 'bullmq';
import { databaseErrorAsApiError } from '../errors/database-error.js';

const RETRY_MS = 1_000;
const WARN_EVERY_FAILURES = 10;
/** The role may only read and write rows: `migrate` creates the tables, with MIGRATION_DATABASE_URL. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * BullMQ's connection to PostgreSQL that retries until PostgreSQL accepts it. The original keeps the first failure for
 * good: a queue stays unusable, and a worker retries without ever yielding to the event loop. It also waits before a
 * retry only after `ECONNREFUSED`; after other errors of a lost connection it retries at once.
 */
class RetryingConnection extends PostgresConnection {
  private readonly logger = new Logger('Queue');
  private ready: Promise<void> | undefined;
  private mayMigrate = true;

  constructor(options: PostgresConnectionOptions) {
    super(options);
    const query = this.pool.query.bind(this.pool);
    this.pool.query = <Row>(...args: Parameters<typeof query>) => query<Row>(...args).catch(rethrown);
  }

  override waitUntilReady(): Promise<void> {
    this.ready ??= this.connect();
    return this.ready;
  }

  override getListenClient(): ReturnType<PostgresConnection['getListenClient']> {
    return super.getListenClient().catch(rethrown);
  }

  /** Retries until it is connected or closed. */
  private async connect(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        return await super.waitUntilReady();
      } catch (error) {
        if (this.isClosing) throw away(error);
        Object.assign(this, { readyPromise: undefined }); // the failure that it keeps
        if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE && this.mayMigrate) {
          this.mayMigrate = false;
          Object.assign(this, { migrateOnConnect: false }); // from now on it only reads the schema's version
          continue;
        }
        if (failures % WARN_EVERY_FAILURES === 0)
          this.logger.warn(`the queue's database cannot be used yet: ${(error as Error).message}`);
        await pause(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

/** The code that BullMQ recognises: a worker then waits before it retries, and repeats the end of a job until it is stored. */
const away = (error: unknown) =>
  Object.assign(new Error(`PostgreSQL is away: ${(error as Error).message}`, { cause: error }), {
    code: 'ECONNREFUSED',
  });

function rethrown(error: unknown): never {
  throw databaseErrorAsApiError(error)?.code === 'SERVICE_UNAVAILABLE' ? away(error) : error;
}

export const createRetryingBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (name, options) =>
  new PostgresQueueBackend(new RetryingConnection(options.connection), name, options, true);
