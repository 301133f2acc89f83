import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { Config } from '../config/config.module.js';
import { databaseErrorAsApiError } from '../errors/database-error.js';
import { Replicas } from './replicas.js';
import type { Statement } from './sql.js';

// bigint columns hold minor units, counters and fences, which are all safe integers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The pool, or one transaction of it. */
export interface Queryable {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** A transaction's handle. Functions that take one touch only the database: no network inside a transaction. */
export interface Tx extends Queryable {
  /** Runs after the commit, unless the process dies: for hints, never for work that must be done. */
  afterCommit(work: () => void): void;
}

/** Sends named statements through TypeORM's connection pool. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly pool: pg.Pool;
  readonly replicas: Replicas;
  /** Rows of batched writes that are not committed yet. */
  pendingWrites = 0;
  private readonly prepared: boolean;

  constructor(@InjectDataSource() dataSource: DataSource, config: Config) {
    this.pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
    this.prepared = config.PG_PREPARED === 'on';
    this.replicas = new Replicas(config, this.pool);
  }

  /** Waiting work: statements that wait for a connection, or rows that wait for their commit. */
  get waiting(): number {
    return Math.max(this.pool.waitingCount, this.pendingWrites);
  }

  query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return send<Row>(this.pool, this.prepared, statement, values);
  }

  /** For list queries only: reads from a replica that is fresh enough, or from the primary if there is none or it fails. */
  async list<Row extends object>(merchantId: string, statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const replica = this.replicas.replicaFor(merchantId);
    if (!replica) return this.query<Row>(statement, values);
    try {
      return await send<Row>(replica, this.prepared, statement, values);
    } catch {
      this.replicas.markFailed(replica);
      return this.query<Row>(statement, values);
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.replicas.close();
  }

  /** Runs `work` in a transaction, which is rolled back if it throws. */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const after: (() => void)[] = [];
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await work({
        query: (statement, values = []) => send(client, this.prepared, statement, values),
        afterCommit: (later) => after.push(later),
      });
      await client.query('COMMIT');
      for (const later of after) later();
      return result;
    } catch (error) {
      if (isConnectionLost(error)) broken = error as Error;
      else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Then ROLLBACK cannot be sent. Closing the connection rolls the transaction back. */
function isConnectionLost(error: unknown): boolean {
  return databaseErrorAsApiError(error)?.code === 'SERVICE_UNAVAILABLE';
}

async function send<Row extends object>(
  target: Pick<pg.ClientBase, 'query'>,
  prepared: boolean,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await target.query<Row>({ ...(prepared && { name }), text, values: values as unknown[] });
  return result.rows;
}
