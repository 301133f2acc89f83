import pg from 'pg';
import { CREATE_SCHEMA, IS_COMPLETE } from './schema.js';

export interface Statement {
  name: string;
  text: string;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  readonly poolSize: number;
  /** Limit of each statement and of the wait for a connection. */
  readonly timeoutMs: number;
  /** False: statements are not named and no session limits are set (PG_PREPARED=off). */
  readonly preparedStatements?: boolean;
}

/** The acquirer's pool and schema, never part of the gateway's transactions. */
export class AcquirerDatabase {
  private readonly pool: pg.Pool;
  private prepared: Promise<void> | undefined;

  constructor(private readonly options: DatabaseOptions) {
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      application_name: 'simulated_bank',
      max: options.poolSize,
      ...(options.preparedStatements !== false && { statement_timeout: options.timeoutMs }),
      query_timeout: options.timeoutMs,
      connectionTimeoutMillis: options.timeoutMs,
      allowExitOnIdle: true,
    });
    // Without a listener, the loss of an idle connection would end the process. The next call opens a new one.
    this.pool.on('error', () => undefined);
  }

  /** Creates what is missing of the schema. Needs a role that may create tables, such as the migrations'. */
  async prepare(): Promise<void> {
    await this.pool.query(CREATE_SCHEMA);
  }

  async run<Row extends pg.QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    await this.ready();
    const prepared = this.options.preparedStatements ?? true;
    return (await this.pool.query<Row>(prepared ? { name, text, values } : { text, values })).rows;
  }

  /** Ensures once per process that the schema exists. After a failure the next call tries again. */
  ready(): Promise<void> {
    this.prepared ??= this.pool
      .query<{ complete: boolean }>(IS_COMPLETE)
      .then(({ rows }) => (rows[0]?.complete ? undefined : this.prepare()))
      .catch((error: unknown) => {
        this.prepared = undefined;
        throw error;
      });
    return this.prepared;
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
