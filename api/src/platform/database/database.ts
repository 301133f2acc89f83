import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { Config } from '../config/config.module.js';
import { databaseErrorAsApiError } from '../errors/database-error.js';
import { Replicas } from './replicas.js';
import type { Statement } from './sql.js';

// bigint columns hold minor units, counters and fences: all safe integers by CHECK or by nature.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Where a statement may be sent: the pool, or one transaction of it. */
export interface Queryable {
  query<Row extends object>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** A transaction's handle. Functions that take one touch only the database: no network inside a transaction. */
export interface Tx extends Queryable {
  /** Runs when the transaction has committed: hints to the queue, never anything that must happen. */
  afterCommit(work: () => void): void;
}

/** The pool, spoken to in named statements; TypeORM owns it and runs the migrations. */
@Injectable()
export class Database implements Queryable, OnApplicationShutdown {
  readonly pool: pg.Pool;
  readonly replicas: Replicas;
  /** Rows of gathered writes that are not answered yet. */
  gathered = 0;
  private readonly prepared: boolean;

  constructor(@InjectDataSource() dataSource: DataSource, config: Config) {
    this.pool = (dataSource.driver as unknown as { master: pg.Pool }).master;
    this.prepared = config.PG_PREPARED === 'on';
    this.replicas = new Replicas(config, this.pool);
  }

  /** Pieces of work that wait here: statements for a connection, rows for their commit. */
  get waiting(): number {
    return Math.max(this.pool.waitingCount, this.gathered);
  }

  query<Row extends object>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return send<Row>(this.pool, this.prepared, statement, values);
  }

  /** For lists alone: from a replica that is near enough, else from the primary, and from there as well when it fails. */
  async list<Row extends object>(merchantId: string, statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const replica = this.replicas.for(merchantId);
    if (!replica) return this.query<Row>(statement, values);
    try {
      return await send<Row>(replica, this.prepared, statement, values);
    } catch {
      this.replicas.failed(replica);
      return this.query<Row>(statement, values);
    }
  }

  onApplicationShutdown(): Promise<void> {
    return this.replicas.close();
  }

  /** Commits what `work` did, or none of it. */
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
      if (isAway(error)) broken = error as Error;
      else await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Nobody is there to be told ROLLBACK: closing the connection undoes the transaction as well. */
function isAway(error: unknown): boolean {
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
