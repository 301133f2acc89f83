import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Statement } from '../platform/database/sql.js';
import { type IdKind, smallestIdAt } from '../platform/ids.js';
import { BEGIN, FILL_ORDERS, FILL_PAYMENT_LINKS, FILL_PAYMENTS, FILL_REFUNDS } from './search-terms.queries.js';

const BATCH_SIZE = 1_000;
/** Per scan and sweep: enough for the rows of a second, and a bound while old rows are read. */
const MAX_BATCHES = 5;
/** The first scan is this far behind, so that most rows have been committed when it passes their ids. */
const LAG_MS = 1_000;
/** A row is committed at most this long after the time in its id: slow transactions, and the servers' clocks. */
const MAX_COMMIT_DELAY_MS = 10 * 60_000;
/** Advance it if rows have more terms than before: then all tables are read again. */
const TERMS_VERSION = 2;

interface Scan {
  name: string;
  kind: IdKind;
  fill: Statement;
  lagMs: number;
  /** Begins with the rows that are created now; otherwise with the first row of the table. */
  fromNow: boolean;
}

/** Each table is read twice: soon, for new rows; and later, for rows that were committed late and those of former versions. */
const scansOf = (table: string, kind: IdKind, fill: Statement): Scan[] => {
  const name = `${table}_${TERMS_VERSION}`;
  return [
    { name, kind, fill, lagMs: LAG_MS, fromNow: true },
    { name: `${name}_again`, kind, fill, lagMs: MAX_COMMIT_DELAY_MS, fromNow: false },
  ];
};
const SCANS = [
  ...scansOf('orders', 'order', FILL_ORDERS),
  ...scansOf('payments', 'pay', FILL_PAYMENTS),
  ...scansOf('refunds', 'rfnd', FILL_REFUNDS),
  ...scansOf('payment_links', 'plink', FILL_PAYMENT_LINKS),
];

/** Fills the table of search terms. Its positions are rows, so a restart continues where the last commit ended. */
@Injectable()
export class SearchTerms {
  private begun = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async fill(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    await this.begin(nowMs);
    for (const { name, kind, fill, lagMs } of SCANS) {
      const end = smallestIdAt(kind, new Date(nowMs - lagMs));
      for (let batches = 0; batches < MAX_BATCHES; batches++) {
        const [batch] = await this.database.query<{ read: number }>(fill, [name, end, BATCH_SIZE]);
        if ((batch?.read ?? 0) < BATCH_SIZE) break;
      }
    }
  }

  private async begin(nowMs: number): Promise<void> {
    if (this.begun) return;
    for (const { name, kind, fromNow } of SCANS) {
      const position = fromNow ? smallestIdAt(kind, new Date(nowMs - MAX_COMMIT_DELAY_MS)) : '';
      await this.database.query(BEGIN, [name, position]);
    }
    this.begun = true;
  }
}
