import { databaseErrorAsApiError } from '../common/database-error.js';
import type { Database } from './database.js';
import type { Statement } from './sql.js';

/** Round trips of one kind of write at a time. Fewer gather more; with one, every row would wait for the one before. */
const MOST_IN_FLIGHT = 3;
const MOST_ROWS = 64;

/** The two forms of a create: `one` takes `$1` as a JSON object, `many` as an array and passes over locked rows. */
export interface Forms {
  readonly one: Statement;
  readonly many: Statement;
}

interface Waiting<Row, Written> {
  row: Row;
  resolve: (written: Written | undefined) => void;
  reject: (error: unknown) => void;
}

/**
 * Creates that arrive within the same moment share a round trip and a commit: while three are under way, what comes
 * waits and goes together. Each caller is answered after the commit that holds its own row. Nobody waits at low load,
 * and nobody suffers for a neighbour: a row that the common statement did not write, or could not for an error, is
 * written and judged alone. Rows of one `family` never travel together, so that each is judged after the one before.
 */
export class GatheredWrites<Row extends { id: string }, Written extends { id: string }> {
  private readonly waiting: Waiting<Row, Written>[] = [];
  private inFlight = 0;

  constructor(
    private readonly database: Database,
    private readonly forms: Forms,
    private readonly family: (row: Row) => string = ({ id }) => id,
  ) {}

  /** What was written; undefined when the statement judged that it may not be. */
  write(row: Row): Promise<Written | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      this.send();
    });
  }

  private send(): void {
    while (this.inFlight < MOST_IN_FLIGHT && this.waiting.length > 0) {
      const together = this.take();
      this.inFlight++;
      const done = together.length === 1 ? this.alone(together) : this.together(together);
      void done.finally(() => {
        this.inFlight--;
        this.send();
      });
    }
  }

  /** The next rows in the order they came; of each family only the first. */
  private take(): Waiting<Row, Written>[] {
    const families = new Set<string>();
    const taken: Waiting<Row, Written>[] = [];
    for (let i = 0; i < this.waiting.length && taken.length < MOST_ROWS;) {
      const family = this.family((this.waiting[i] as Waiting<Row, Written>).row);
      if (families.has(family)) i++;
      else taken.push(...this.waiting.splice(i, 1));
      families.add(family);
    }
    return taken;
  }

  private async alone(rows: readonly Waiting<Row, Written>[]): Promise<void> {
    await Promise.all(
      rows.map(async ({ row, resolve, reject }) => {
        try {
          const [written] = await this.database.query<Written>(this.forms.one, [JSON.stringify(row)]);
          resolve(written);
        } catch (error) {
          reject(error);
        }
      }),
    );
  }

  private async together(rows: readonly Waiting<Row, Written>[]): Promise<void> {
    let written: Written[];
    try {
      written = await this.database.query<Written>(this.forms.many, [JSON.stringify(rows.map(({ row }) => row))]);
    } catch (error) {
      // Nobody knows whether a lost connection had committed: to send again could write twice.
      if (databaseErrorAsApiError(error)?.code === 'SERVICE_UNAVAILABLE') for (const { reject } of rows) reject(error);
      else await this.alone(rows);
      return;
    }
    const byId = new Map(written.map((one) => [one.id, one]));
    const left = rows.filter(({ row }) => !byId.has(row.id));
    for (const { row, resolve } of rows) if (byId.has(row.id)) resolve(byId.get(row.id));
    await this.alone(left);
  }
}
