import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { Settings } from '../config/config.js';
import { SteadyClient } from './steady-client.js';

const PROBE_EVERY_MS = 250;
/** Short: the primary is asked as well when a replica does not answer, and all that within a caller's patience. */
const PATIENCE_MS = 2_000;

interface Replica {
  readonly pool: pg.Pool;
  /** Everything that was committed by then is there; 0 while it is away. */
  freshAt: number;
}

/**
 * Copies of the database that lists may be read from. How far a copy is behind is measured against the primary itself: a
 * copy that has replayed what the primary had written at a moment is fresh as of that moment, whatever the copy says of
 * itself. Nothing is asked before the first list: a worker, which reads none, opens no connection.
 */
export class Replicas {
  private readonly logger = new Logger('Replicas');
  private readonly all: readonly Replica[];
  private readonly maxLagMs: number;
  /** Writes under way, and until when each merchant's last one may be missing from a copy. */
  private readonly writing = new Map<string, number>();
  private readonly wrote = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private probing = false;
  private usable = -1;
  private closed = false;

  constructor(
    config: Settings,
    private readonly primary: pg.Pool,
  ) {
    this.maxLagMs = config.DATABASE_REPLICA_MAX_LAG;
    this.all = (config.DATABASE_REPLICA_URLS ?? []).map((url) => ({ pool: poolOf(url, config), freshAt: 0 }));
  }

  get any(): boolean {
    return this.all.length > 0;
  }

  /** To be called when a merchant's write begins; the answer when it is over. Until a copy must have it, it has none. */
  writeBegins(merchantId: string): () => void {
    if (!this.any) return () => undefined;
    this.writing.set(merchantId, (this.writing.get(merchantId) ?? 0) + 1);
    return () => {
      const left = (this.writing.get(merchantId) ?? 1) - 1;
      if (left > 0) this.writing.set(merchantId, left);
      else this.writing.delete(merchantId);
      this.wrote.delete(merchantId); // so that the map's order is that of time
      this.wrote.set(merchantId, Date.now());
    };
  }

  /** A copy that holds all the merchant has been told of by this process; always the same one while it is there. */
  for(merchantId: string): pg.Pool | undefined {
    if (this.all.length === 0 || this.closed) return undefined;
    if (!this.probing) this.probe();
    if (this.writing.has(merchantId)) return undefined;
    const least = Math.max(Date.now() - this.maxLagMs, this.wrote.get(merchantId) ?? 0);
    const fresh = this.all.filter(({ freshAt }) => freshAt > least);
    return fresh[Number.parseInt(merchantId.slice(-6), 16) % fresh.length]?.pool;
  }

  /** It failed somebody: nobody else is sent there before it was asked again. */
  failed(pool: pg.Pool): void {
    for (const replica of this.all) if (replica.pool === pool) replica.freshAt = 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.all(this.all.map(({ pool }) => pool.end()));
  }

  private probe(): void {
    this.probing = true;
    const next = () => {
      if (!this.closed) this.timer = setTimeout(() => this.probe(), PROBE_EVERY_MS).unref();
    };
    void this.look().then(next, next);
  }

  private async look(): Promise<void> {
    const at = Date.now();
    for (const [merchantId, when] of this.wrote) {
      if (when > at - this.maxLagMs) break;
      this.wrote.delete(merchantId); // a copy further behind than this is not used at all
    }
    const { rows } = await this.primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
    const lsn = rows[0]?.lsn;
    await Promise.all(this.all.map((replica) => this.measure(replica, lsn, at)));
    const usable = this.all.filter(({ freshAt }) => freshAt > Date.now() - this.maxLagMs).length;
    if (usable === this.usable) return;
    this.usable = usable;
    const what = `${usable} of ${this.all.length} replicas serve lists`;
    if (usable < this.all.length) this.logger.warn(`${what}; the others are away or too far behind`);
    else this.logger.log(what);
  }

  private async measure(replica: Replica, lsn: string | undefined, at: number): Promise<void> {
    const text = `SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS fresh`;
    const seen = await replica.pool.query<{ fresh: boolean | null }>(text, [lsn]).catch(() => undefined);
    if (seen === undefined) replica.freshAt = 0;
    else if (seen.rows[0]?.fresh) replica.freshAt = at;
  }
}

function poolOf(url: string, config: Settings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'payment-gateway lists',
    Client: SteadyClient,
    max: config.DATABASE_POOL_SIZE,
    query_timeout: PATIENCE_MS,
    connectionTimeoutMillis: PATIENCE_MS,
    keepAlive: true,
  });
  pool.on('error', () => undefined); // an idle connection broke; the next probe says whether it matters
  return pool;
}
