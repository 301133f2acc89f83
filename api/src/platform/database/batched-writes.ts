import { databaseErrorAsApiError } from '../errors/database-error.js';
import type { Database } from './database.js';
import type { Statement } from './sql.js';

/** Rows wait for the current batch for at most this long; then the next batch starts beside it. */
const MAX_WAIT_MS = 10;
/** Round trips in flight per instance: slow batches and rows retried alone must leave connections for other work. */
const MAX_IN_FLIGHT = 8;
const MAX_BATCH_SIZE = 64;

/** The two forms of a write: `one` takes `$1` as a JSON object, `many` as an array and skips locked rows. */
export interface Forms {
  readonly one: Statement;
  readonly many: Statement;
  /** A row that `many` skips would not be written by `one` either, so it is not retried. */
  readonly skippedIsFinal?: boolean;
}

interface Waiting<Row, Written> {
  readonly row: Row;
  /** Skipped because its row was locked, or part of a failed batch; retried alone so it does not block the batch. */
  readonly retryAlone: boolean;
  readonly resolve: (written: Written | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Combines writes of one kind into one round trip and one commit: creates of a server, or leases, outcomes and results of
 * a worker. A batch holds the rows of one turn of the event loop and those that arrived while a batch was in flight. Each
 * caller resolves after the commit of its own row. At low load no row waits. One failing row does not fail the others in
 * its batch: rows that the batch skipped, or that were in a failed batch, are retried alone. Of the rows with the same
 * `serialKey` only one is in flight at a time, so that each sees the result of the one before.
 */
export class BatchedWrites<Row extends { id: string }, Written extends { id: string }> {
  private readonly waiting: Waiting<Row, Written>[] = [];
  private readonly keysInFlight = new Set<string>();
  private inFlight = 0;
  /** The batch that new rows wait for, until it ends or MAX_WAIT_MS have passed. */
  private currentBatch: readonly Waiting<Row, Written>[] | undefined;
  private scheduled = false;

  constructor(
    private readonly database: Database,
    private readonly forms: Forms,
    private readonly serialKey: (row: Row) => string = ({ id }) => id,
  ) {}

  /** Returns the written row; undefined if the statement's conditions reject it. */
  write(row: Row): Promise<Written | undefined> {
    this.database.pendingWrites++;
    const written = new Promise<Written | undefined>((resolve, reject) => {
      this.waiting.push({ row, retryAlone: false, resolve, reject });
    });
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.dispatchWaiting();
      });
    }
    return written.finally(() => this.database.pendingWrites--);
  }

  private dispatchWaiting(): void {
    while (this.inFlight < MAX_IN_FLIGHT) {
      const rows = this.takeBatch();
      if (rows.length === 0) return;
      void this.dispatch(rows);
    }
  }

  /** The next rows in the order of arrival, one per serial key; or a single row that is retried alone. */
  private takeBatch(): Waiting<Row, Written>[] {
    const taken: Waiting<Row, Written>[] = [];
    for (let i = 0; i < this.waiting.length && taken.length < MAX_BATCH_SIZE;) {
      const next = this.waiting[i] as Waiting<Row, Written>;
      const key = this.serialKey(next.row);
      if (this.keysInFlight.has(key) || (next.retryAlone ? taken.length > 0 : this.currentBatch)) {
        i++;
        continue;
      }
      this.waiting.splice(i, 1);
      this.keysInFlight.add(key);
      taken.push(next);
      if (next.retryAlone) break;
    }
    return taken;
  }

  private async dispatch(rows: readonly Waiting<Row, Written>[]): Promise<void> {
    this.inFlight++;
    const first = rows[0] as Waiting<Row, Written>;
    if (!first.retryAlone) this.currentBatch = rows;
    const release = () => {
      if (this.currentBatch === rows) this.currentBatch = undefined;
    };
    const timer = setTimeout(() => {
      release();
      this.dispatchWaiting();
    }, MAX_WAIT_MS);
    const retries = await (rows.length === 1 ? this.writeOne(first) : this.writeMany(rows));
    clearTimeout(timer);
    release();
    this.inFlight--;
    for (const { row } of rows) this.keysInFlight.delete(this.serialKey(row));
    this.waiting.unshift(...retries);
    this.dispatchWaiting();
  }

  private async writeOne({ row, resolve, reject }: Waiting<Row, Written>): Promise<[]> {
    await this.database
      .query<Written>(this.forms.one, [JSON.stringify(row)])
      .then(([written]) => resolve(written), reject);
    return [];
  }

  /** Returns the rows to retry alone. */
  private async writeMany(rows: readonly Waiting<Row, Written>[]): Promise<Waiting<Row, Written>[]> {
    const retriesOf = (those: readonly Waiting<Row, Written>[]) => those.map((one) => ({ ...one, retryAlone: true }));
    let written: Written[];
    try {
      written = await this.database.query<Written>(this.forms.many, [JSON.stringify(rows.map(({ row }) => row))]);
    } catch (error) {
      if (databaseErrorAsApiError(error)?.code !== 'SERVICE_UNAVAILABLE') return retriesOf(rows);
      // The lost connection may have committed: a retry could write twice.
      for (const { reject } of rows) reject(error);
      return [];
    }
    const byId = new Map(written.map((one) => [one.id, one]));
    for (const { row, resolve } of rows) if (byId.has(row.id)) resolve(byId.get(row.id));
    const skipped = rows.filter(({ row }) => !byId.has(row.id));
    if (!this.forms.skippedIsFinal) return retriesOf(skipped);
    for (const { resolve } of skipped) resolve(undefined);
    return [];
  }
}
