import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { Settings } from '../config/config.js';
import { SteadyClient } from './steady-client.js';

const PROBE_INTERVAL_MS = 250;
/** Short, because the request falls back to the primary when a replica times out. */
const QUERY_TIMEOUT_MS = 2_000;

interface Replica {
  readonly pool: pg.Pool;
  /** The replica has everything committed before this time; 0 while it is unavailable. */
  freshAt: number;
}

/**
 * Replicas of the database that lists may be read from. Lag is measured against the primary: a replica that has replayed
 * the primary's WAL position of a moment is fresh as of that moment. Probing starts with the first list, so a worker,
 * which reads no lists, opens no connection.
 */
export class Replicas {
  private readonly logger = new Logger('Replicas');
  private readonly all: readonly Replica[];
  private readonly maxLagMs: number;
  /** Number of writes in flight, by merchant. */
  private readonly writesInFlight = new Map<string, number>();
  /** Time of the last write, by merchant, in the order of time. */
  private readonly lastWrites = new Map<string, number>();
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

  /**
   * Call it when a merchant's write begins, and the returned function when it ends. Until a replica is known to have the
   * write, the merchant's lists are read from the primary.
   */
  trackWrite(merchantId: string): () => void {
    if (!this.any) return () => undefined;
    this.writesInFlight.set(merchantId, (this.writesInFlight.get(merchantId) ?? 0) + 1);
    return () => {
      const left = (this.writesInFlight.get(merchantId) ?? 1) - 1;
      if (left > 0) this.writesInFlight.set(merchantId, left);
      else this.writesInFlight.delete(merchantId);
      this.lastWrites.delete(merchantId); // keeps the map in the order of time
      this.lastWrites.set(merchantId, Date.now());
    };
  }

  /** A replica that has all the merchant's writes through this process; the same one while it stays usable. */
  replicaFor(merchantId: string): pg.Pool | undefined {
    if (this.all.length === 0 || this.closed) return undefined;
    if (!this.probing) this.startProbing();
    if (this.writesInFlight.has(merchantId)) return undefined;
    const minFreshAt = Math.max(Date.now() - this.maxLagMs, this.lastWrites.get(merchantId) ?? 0);
    const fresh = this.all.filter(({ freshAt }) => freshAt > minFreshAt);
    return fresh[Number.parseInt(merchantId.slice(-6), 16) % fresh.length]?.pool;
  }

  /** Stops using this replica until the next probe succeeds. */
  markFailed(pool: pg.Pool): void {
    for (const replica of this.all) if (replica.pool === pool) replica.freshAt = 0;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await Promise.all(this.all.map(({ pool }) => pool.end()));
  }

  private startProbing(): void {
    this.probing = true;
    const next = () => {
      if (!this.closed) this.timer = setTimeout(() => this.startProbing(), PROBE_INTERVAL_MS).unref();
    };
    void this.probeAll().then(next, next);
  }

  private async probeAll(): Promise<void> {
    const at = Date.now();
    for (const [merchantId, when] of this.lastWrites) {
      if (when > at - this.maxLagMs) break;
      this.lastWrites.delete(merchantId); // a replica further behind than this is not used anyway
    }
    const { rows } = await this.primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn');
    const lsn = rows[0]?.lsn;
    await Promise.all(this.all.map((replica) => this.measure(replica, lsn, at)));
    const usable = this.all.filter(({ freshAt }) => freshAt > Date.now() - this.maxLagMs).length;
    if (usable === this.usable) return;
    this.usable = usable;
    const what = `${usable} of ${this.all.length} replicas serve lists`;
    if (usable < this.all.length) this.logger.warn(`${what}; the others are unavailable or too far behind`);
    else this.logger.log(what);
  }

  private async measure(replica: Replica, lsn: string | undefined, at: number): Promise<void> {
    const text = `SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= $1::pg_lsn AS fresh`;
    const probed = await replica.pool.query<{ fresh: boolean | null }>(text, [lsn]).catch(() => undefined);
    if (probed === undefined) replica.freshAt = 0;
    else if (probed.rows[0]?.fresh) replica.freshAt = at;
  }
}

function poolOf(url: string, config: Settings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'payment-gateway lists',
    Client: SteadyClient,
    max: config.DATABASE_POOL_SIZE,
    query_timeout: QUERY_TIMEOUT_MS,
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  pool.on('error', () => undefined); // an idle connection broke; the next probe measures the replica again
  return pool;
}
