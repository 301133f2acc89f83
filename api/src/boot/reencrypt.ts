import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../platform/config/config.js';
import { SteadyClient } from '../platform/database/steady-client.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.js';

type Logger = ReturnType<typeof createLogger>;
type Row = Record<string, string> & { sealed: string };

/** Rows per statement, so that their locks are held for a few milliseconds only. */
const BATCH_SIZE = 200;
/** Rows that were locked or changed are retried in the next pass. */
const MAX_PASSES = 10;
const PAUSE_MS = 200;

/**
 * Seals every stored secret again under the first key of ENCRYPTION_KEY. Servers and workers may run meanwhile: a value
 * is replaced only if it did not change since it was read. The next run continues an interrupted one. Returns whether
 * every secret is now sealed under the first key.
 */
export async function reencrypt(config: Settings, logger: Logger): Promise<boolean> {
  const box = new SecretBox(config.ENCRYPTION_KEY);
  const client = new SteadyClient({
    connectionString: config.DATABASE_URL,
    application_name: 'payment-gateway reencrypt',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    let complete = true;
    for (const sealed of SEALED_COLUMNS) {
      const column = `${sealed.table}.${sealed.column}`;
      const { reencrypted, unopened, left } = await new ColumnPasses(client, box, sealed, logger).run();
      logger.info({ column, reencrypted, unopened, left }, 'column sealed under the first key');
      if (left > 0) logger.warn({ column, left }, 'some values are still sealed under another key: run the command again');
      complete &&= unopened === 0 && left === 0;
    }
    await logHowLongOldKeysAreNeeded(client, box, logger);
    return complete;
  } finally {
    await client.end();
  }
}

class ColumnPasses {
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
    this.logger.warn({ column: `${this.sealed.table}.${this.sealed.column}`, row: key, reason }, 'no key opens this value');
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

/** Fingerprints are hashes: they cannot be computed again, so the old keys are needed until the fingerprints expire. */
async function logHowLongOldKeysAreNeeded(client: SteadyClient, box: SecretBox, logger: Logger): Promise<void> {
  const { rows } = await client.query<{ until: Date | null }>(
    'SELECT max(expires_at) AS until FROM idempotency_keys WHERE expires_at > now() AND NOT starts_with(request_hash, $1)',
    [`${box.currentPrefix.split('.')[1]}.`],
  );
  const until = rows[0]?.until;
  const message = until
    ? 'keep the older keys of ENCRYPTION_KEY until then: fingerprints of idempotency keys need them'
    : 'no idempotency key needs an older key of ENCRYPTION_KEY';
  logger.info({ until }, message);
}
