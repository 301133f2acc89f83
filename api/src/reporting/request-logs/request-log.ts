import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { AccessRequest } from '../../accounts/access/decorators.js';
import { Database } from '../../platform/database/database.js';
import { databaseErrorAsApiError } from '../../platform/errors/database-error.js';
import { MOST_BODY, requestEntry } from './request-entry.js';
import { LOSE, WRITE } from './request-logs.queries.js';

const WRITE_EVERY_MS = 1_000;
/** Rows of one statement: a second's worth in one would hold a connection, and the database's cores, for long. */
const MOST_AT_ONCE = 500;
/** Characters that may wait, some 30 000 requests: while the database is away for longer, the oldest are dropped. */
const MOST_WAITING = 16 * 1024 * 1024;
const DROPPED_AT_ONCE = 1_000;

/**
 * Records every request made with an API key. A request pays for one small text; what gathers in a second is written by
 * statements that nothing waits for, one at a time, and is free to be lost.
 */
@Injectable()
export class RequestLog implements OnApplicationShutdown {
  private readonly logger = new Logger(RequestLog.name);
  /** Rows as JSON, oldest first. */
  private waiting: string[] = [];
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
    this.waiting.push(entry);
    this.size += entry.length;
    this.dropWhatIsTooMuch();
    this.writeSoon();
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.writing = this.write().finally(() => {
        this.timer = undefined;
        if (this.waiting.length > 0) this.writeSoon();
      });
    }, WRITE_EVERY_MS);
  }

  private async write(): Promise<void> {
    const batch = this.waiting;
    this.keep([]);
    for (let at = 0; at < batch.length; at += MOST_AT_ONCE) {
      const chunk = batch.slice(at, at + MOST_AT_ONCE);
      try {
        await this.store(chunk);
      } catch (error) {
        this.logger.warn(`the request log could not be written: ${(error as Error).message}`);
        // Another try helps when the database was away or busy, not when it refused what is written.
        const away = databaseErrorAsApiError(error)?.retryAfterSeconds !== undefined;
        if (away) {
          this.keep([...batch.slice(at), ...this.waiting]);
          break;
        }
        this.dropped += chunk.length;
      }
    }
    if (this.dropped > 0) this.logger.warn(`${this.dropped} requests are missing from the request log`);
    this.dropped = 0;
  }

  /** Its commit does not wait for the disk: this is no money, and what a crash takes is the last moment of it. */
  private async store(chunk: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(LOSE);
      await tx.query(WRITE, [`[${chunk.join(',')}]`, MOST_BODY]);
    });
  }

  private keep(entries: string[]): void {
    this.waiting = entries;
    this.size = entries.reduce((size, entry) => size + entry.length, 0);
    this.dropWhatIsTooMuch();
  }

  private dropWhatIsTooMuch(): void {
    while (this.size > MOST_WAITING) {
      const oldest = this.waiting.splice(0, DROPPED_AT_ONCE);
      this.size -= oldest.reduce((size, entry) => size + entry.length, 0);
      this.dropped += oldest.length;
    }
  }

  /** The server has closed: no more can come. */
  async onApplicationShutdown(): Promise<void> {
    await this.writing;
    clearTimeout(this.timer);
    await this.write();
  }
}
