import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { AccessRequest } from '../../accounts/access/decorators.js';
import { Database } from '../../platform/database/database.js';
import { databaseErrorAsApiError } from '../../platform/errors/database-error.js';
import { MAX_BODY_LENGTH, requestEntry } from './request-entry.js';
import { ASYNC_COMMIT, WRITE } from './request-logs.queries.js';

const WRITE_INTERVAL_MS = 1_000;
/** Rows per statement. More would occupy a connection and the database's CPU for too long. */
const MAX_BATCH = 500;
/** Characters in the buffer, about 30 000 requests. If it is full while the database is down, the oldest are dropped. */
const MAX_BUFFERED = 16 * 1024 * 1024;
const DROPPED_AT_ONCE = 1_000;

/**
 * Records every request made with an API key. A request only adds a small text to a buffer. The buffer is written once a
 * second, in the background, one statement at a time. Entries may be lost.
 */
@Injectable()
export class RequestLog implements OnApplicationShutdown {
  private readonly logger = new Logger(RequestLog.name);
  /** Rows as JSON, oldest first. */
  private buffered: string[] = [];
  private size = 0;
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  attach(fastify: Pick<FastifyInstance, 'addHook'>): void {
    fastify.addHook('onResponse', (request: AccessRequest, reply, done) => {
      const { caller } = request;
      if (caller && !caller.user) this.add(requestEntry(request, reply, caller));
      done();
    });
  }

  private add(entry: string): void {
    this.buffered.push(entry);
    this.size += entry.length;
    this.dropExcess();
    this.scheduleWrite();
  }

  private scheduleWrite(): void {
    this.timer ??= setTimeout(() => {
      this.writing = this.write().finally(() => {
        this.timer = undefined;
        if (this.buffered.length > 0) this.scheduleWrite();
      });
    }, WRITE_INTERVAL_MS);
  }

  private async write(): Promise<void> {
    const batch = this.buffered;
    this.keep([]);
    for (let at = 0; at < batch.length; at += MAX_BATCH) {
      const chunk = batch.slice(at, at + MAX_BATCH);
      try {
        await this.store(chunk);
      } catch (error) {
        this.logger.warn(`the request log could not be written: ${(error as Error).message}`);
        // Retried if the database was unavailable or busy, not if it rejected the rows.
        const isTransient = databaseErrorAsApiError(error)?.retryAfterSeconds !== undefined;
        if (isTransient) {
          this.keep([...batch.slice(at), ...this.buffered]);
          break;
        }
        this.dropped += chunk.length;
      }
    }
    if (this.dropped > 0) this.logger.warn(`${this.dropped} requests are missing from the request log`);
    this.dropped = 0;
  }

  /** The commit does not wait for the disk: a crash of the database may lose the last moment of the log. */
  private async store(chunk: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(ASYNC_COMMIT);
      await tx.query(WRITE, [`[${chunk.join(',')}]`, MAX_BODY_LENGTH]);
    });
  }

  private keep(entries: string[]): void {
    this.buffered = entries;
    this.size = entries.reduce((size, entry) => size + entry.length, 0);
    this.dropExcess();
  }

  private dropExcess(): void {
    while (this.size > MAX_BUFFERED) {
      const oldest = this.buffered.splice(0, DROPPED_AT_ONCE);
      this.size -= oldest.reduce((size, entry) => size + entry.length, 0);
      this.dropped += oldest.length;
    }
  }

  /** The server has closed, so no further request can arrive. */
  async onApplicationShutdown(): Promise<void> {
    await this.writing;
    clearTimeout(this.timer);
    await this.write();
  }
}
