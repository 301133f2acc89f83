import { setTimeout as pause } from 'node:timers/promises';
import type { SteadyClient } from '../platform/database/steady-client.js';
import type { SecretBox } from '../platform/secrets/secret-box.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import type { SealedColumn } from './sealed-columns.js';

type Logger = ReturnType<typeof createLogger>;
type Row = Record<string, string> & { sealed: string };

/** Rows per statement, so that their locks are held for a few milliseconds only. */
const BATCH_SIZE = 200;
/** Rows that were locked or changed are retried in the next pass. */
const MAX_PASSES = 10;
const PAUSE_MS = 200;

/** Reseals one column in several passes over its table. */
export class ColumnPasses {
  private reencrypted = 0;
  /** Primary keys of rows that could not be opened: each is logged once, not once per pass. */
  private readonly unopened = new Set<string>();

  constructor(
    private readonly client: SteadyClient,
    private readonly box: SecretBox,
    private readonly sealed: SealedColumn,
    private readonly logger: Logger,
  ) {}

  async run(): Promise<{ reencrypted: number; unopened: number; left: number }> {
    let left = 0;
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      left = await this.pass();
      if (left === 0) break;
      await pause(PAUSE_MS * (pass + 1));
    }
    return { reencrypted: this.reencrypted, unopened: this.unopened.size, left };
  }

  /** Walks all rows; returns how many were opened but not replaced. */
  private async pass(): Promise<number> {
    let missed = 0;
    for (let after: Row | undefined; ;) {
      const rows = await this.read(after);
      const resealed = rows.flatMap((row) => this.resealed(row) ?? []);
      const replaced = await this.replace(resealed);
      this.reencrypted += replaced;
      missed += resealed.length - replaced;
      if (rows.length < BATCH_SIZE) return missed;
      after = rows.at(-1);
    }
  }

  /** The next rows under another key, in the order of the primary key. */
  private async read(after: Row | undefined): Promise<Row[]> {
    const { table, column, key, where = 'true' } = this.sealed;
    const names = Object.keys(key);
    const position = Object.values(key).map((type, index) => `$${index + 2}::${type}`);
    const { rows } = await this.client.query<Row>(
      `SELECT ${names.map((name) => `${name}::text AS ${name}`).join(', ')}, ${column} AS sealed FROM ${table}
       WHERE ${where} AND ${column} IS NOT NULL AND NOT starts_with(${column}, $1)
         ${after ? `AND (${names.join(', ')}) > (${position.join(', ')})` : ''}
       ORDER BY ${names.map((name) => `${table}.${name}`).join(', ')} LIMIT ${BATCH_SIZE}`,
      [this.box.currentPrefix, ...(after ? names.map((name) => after[name]) : [])],
    );
    return rows;
  }

  /** The same text, sealed under the first key; undefined, with a line in the log, if no key of the ring opens it. */
  private resealed(row: Row): { row: Row; sealed: string } | undefined {
    const place = this.sealed.place(row);
    try {
      return { row, sealed: this.box.seal(this.box.open(row.sealed, place), place) };
    } catch (error) {
      this.logUnopened(row, (error as Error).message);
      return undefined;
    }
  }

  private logUnopened({ sealed: _, ...key }: Row, reason: string): void {
    const id = JSON.stringify(key);
    if (this.unopened.has(id)) return;
    this.unopened.add(id);
    this.logger.warn(
      { column: `${this.sealed.table}.${this.sealed.column}`, row: key, reason },
      'no key opens this value',
    );
  }

  /** Skips rows that are locked or have changed since they were read. */
  private async replace(resealed: { row: Row; sealed: string }[]): Promise<number> {
    if (resealed.length === 0) return 0;
    const { table, column, key } = this.sealed;
    const names = Object.keys(key);
    const same = names.map((name) => `t.${name} = n.${name}`).join(' AND ');
    const { rowCount } = await this.client.query(
      `WITH n AS (
         SELECT * FROM json_to_recordset($1::json)
           AS r(${names.map((name) => `${name} ${key[name]}`).join(', ')}, before text, after text)),
       free AS (
         SELECT n.* FROM ${table} t JOIN n ON ${same} AND t.${column} = n.before
         ORDER BY ${names.map((name) => `t.${name}`).join(', ')} FOR UPDATE OF t SKIP LOCKED)
       UPDATE ${table} t SET ${column} = n.after FROM free n WHERE ${same} AND t.${column} = n.before`,
      [JSON.stringify(resealed.map(({ row, sealed }) => ({ ...row, before: row.sealed, after: sealed })))],
    );
    return rowCount ?? 0;
  }
}
