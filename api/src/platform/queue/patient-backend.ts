import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type BackendFactory, PostgresConnection, type PostgresConnectionOptions, PostgresQueueBackend } from 'bullmq';
import { databaseErrorAsApiError } from '../errors/database-error.js';

const RETRY_MS = 1_000;
const COMPLAIN_EVERY = 10;
/** The role reads and writes rows alone: the tables are made by `migrate`, with MIGRATION_DATABASE_URL. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * BullMQ's connection to PostgreSQL, patient with one that is away. As it comes it remembers a beginning that failed for
 * good: a queue would stay dead, and a worker would ask again and again without ever giving its turn back. And of the
 * errors of a lost connection it knows one code alone; after the others it asks again at once.
 */
class PatientConnection extends PostgresConnection {
  private readonly logger = new Logger('Queue');
  private begun: Promise<void> | undefined;
  private mayMigrate = true;

  constructor(options: PostgresConnectionOptions) {
    super(options);
    const query = this.pool.query.bind(this.pool);
    this.pool.query = <Row>(...args: Parameters<typeof query>) => query<Row>(...args).catch(rethrown);
  }

  override waitUntilReady(): Promise<void> {
    this.begun ??= this.begin();
    return this.begun;
  }

  override getListenClient(): ReturnType<PostgresConnection['getListenClient']> {
    return super.getListenClient().catch(rethrown);
  }

  /** Until it stands, or is closed. */
  private async begin(): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        return await super.waitUntilReady();
      } catch (error) {
        if (this.isClosing) throw away(error);
        Object.assign(this, { readyPromise: undefined }); // what it would remember
        if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE && this.mayMigrate) {
          this.mayMigrate = false;
          Object.assign(this, { migrateOnConnect: false }); // from now on it only reads which version is there
          continue;
        }
        if (failures % COMPLAIN_EVERY === 0) this.logger.warn(`not there yet: ${(error as Error).message}`);
        await pause(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

/** As BullMQ knows it: a worker then waits before it asks again, and tells the end of a job until it is heard. */
const away = (error: unknown) =>
  Object.assign(new Error(`PostgreSQL is away: ${(error as Error).message}`, { cause: error }), {
    code: 'ECONNREFUSED',
  });

function rethrown(error: unknown): never {
  throw databaseErrorAsApiError(error)?.code === 'SERVICE_UNAVAILABLE' ? away(error) : error;
}

export const createPatientBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (name, options) =>
  new PostgresQueueBackend(new PatientConnection(options.connection), name, options, true);
