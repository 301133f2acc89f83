import { databaseErrorAsApiError } from '../errors/database-error.js';
import type { Database } from './database.js';
import type { Statement } from './sql.js';

/** While rows of a kind are under way, those that come gather, for so long at the most: then they no longer wait. */
const LONGEST_WAIT_MS = 10;
/** Round trips of a kind at a time, when they take longer than that or travel alone: some connections are for others. */
const MOST_IN_FLIGHT = 8;
const MOST_ROWS = 64;

/** The two forms of a write: `one` takes `$1` as a JSON object, `many` as an array and passes over locked rows. */
export interface Forms {
  readonly one: Statement;
  readonly many: Statement;
  /** What `many` did not write, `one` would not either. */
  readonly leftMeansNone?: boolean;
}

interface Waiting<Row, Written> {
  readonly row: Row;
  /** The common statement has passed it over. It may have to wait for a lock, so nobody waits for it. */
  readonly alone: boolean;
  readonly resolve: (written: Written | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes of one kind that arrive within the same moment share a round trip and a commit: creates of a server, claims,
 * verdicts and results of a worker; those of one turn of the event loop, and what comes while others are under way. Each
 * caller is answered after the commit that holds its own row. Nobody waits at low load, and nobody suffers for a neighbour:
 * a row that the common statement did not write, or could not for an error, is written and judged alone. Of one `family`
 * one row is under way at a time, so that each is judged after the one before.
 */
export class BatchedWrites<Row extends { id: string }, Written extends { id: string }> {
  private readonly waiting: Waiting<Row, Written>[] = [];
  private readonly underWay = new Set<string>();
  private inFlight = 0;
  /** Rows under way that those who come wait for. */
  private awaited: readonly Waiting<Row, Written>[] | undefined;
  private scheduled = false;

  constructor(
    private readonly database: Database,
    private readonly forms: Forms,
    private readonly family: (row: Row) => string = ({ id }) => id,
  ) {}

  /** What was written; undefined when the statement judged that it may not be. */
  write(row: Row): Promise<Written | undefined> {
    this.database.gathered++;
    const written = new Promise<Written | undefined>((resolve, reject) => {
      this.waiting.push({ row, alone: false, resolve, reject });
    });
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.send();
      });
    }
    return written.finally(() => this.database.gathered--);
  }

  private send(): void {
    while (this.inFlight < MOST_IN_FLIGHT) {
      const rows = this.take();
      if (rows.length === 0) return;
      void this.dispatch(rows);
    }
  }

  /** The next rows in the order they came, of each family one; or one that must travel alone. */
  private take(): Waiting<Row, Written>[] {
    const taken: Waiting<Row, Written>[] = [];
    for (let i = 0; i < this.waiting.length && taken.length < MOST_ROWS;) {
      const next = this.waiting[i] as Waiting<Row, Written>;
      const family = this.family(next.row);
      if (this.underWay.has(family) || (next.alone ? taken.length > 0 : this.awaited)) {
        i++;
        continue;
      }
      this.waiting.splice(i, 1);
      this.underWay.add(family);
      taken.push(next);
      if (next.alone) break;
    }
    return taken;
  }

  private async dispatch(rows: readonly Waiting<Row, Written>[]): Promise<void> {
    this.inFlight++;
    const first = rows[0] as Waiting<Row, Written>;
    if (!first.alone) this.awaited = rows;
    const release = () => {
      if (this.awaited === rows) this.awaited = undefined;
    };
    const impatient = setTimeout(() => {
      release();
      this.send();
    }, LONGEST_WAIT_MS);
    const left = await (rows.length === 1 ? this.alone(first) : this.together(rows));
    clearTimeout(impatient);
    release();
    this.inFlight--;
    for (const { row } of rows) this.underWay.delete(this.family(row));
    this.waiting.unshift(...left);
    this.send();
  }

  /** None is left over, whatever comes of it. */
  private async alone({ row, resolve, reject }: Waiting<Row, Written>): Promise<[]> {
    await this.database
      .query<Written>(this.forms.one, [JSON.stringify(row)])
      .then(([written]) => resolve(written), reject);
    return [];
  }

  /** Answers with those that are to travel alone. */
  private async together(rows: readonly Waiting<Row, Written>[]): Promise<Waiting<Row, Written>[]> {
    const alone = (those: readonly Waiting<Row, Written>[]) => those.map((one) => ({ ...one, alone: true }));
    let written: Written[];
    try {
      written = await this.database.query<Written>(this.forms.many, [JSON.stringify(rows.map(({ row }) => row))]);
    } catch (error) {
      if (databaseErrorAsApiError(error)?.code !== 'SERVICE_UNAVAILABLE') return alone(rows);
      // Nobody knows whether a lost connection had committed: to send again could write twice.
      for (const { reject } of rows) reject(error);
      return [];
    }
    const byId = new Map(written.map((one) => [one.id, one]));
    for (const { row, resolve } of rows) if (byId.has(row.id)) resolve(byId.get(row.id));
    const left = rows.filter(({ row }) => !byId.has(row.id));
    if (!this.forms.leftMeansNone) return alone(left);
    for (const { resolve } of left) resolve(undefined);
    return [];
  }
}
