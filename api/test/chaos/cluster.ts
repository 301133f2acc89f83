import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import type { Book } from '../support/bank.js';
import { Client } from '../support/client.js';
import { type AcquirerAddress, admin as adminCall } from '../support/acquirer.js';
import { type Environment, freePort, type GatewayProcess, ready, start, waitFor } from '../support/processes.js';
import { RedisServer } from '../support/redis.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { Balancer } from './balancer.js';
import type { Postgres, StartPostgres } from './postgres.js';

export type QueueKind = 'redis' | 'postgres';
type Role = 'server' | 'worker' | 'acquirer';

/** Shorter times: minutes in production are seconds here. */
export const FAST_TIMINGS: Environment = {
  BANK_TIMEOUT: '1s',
  ACTION_TIMEOUT: '6s',
  PAGE_TIMEOUT: '6s',
  SIMULATOR_SLOW_DELAY: '2s',
  SWEEP_INTERVAL: '500ms',
  WEBHOOK_TIMEOUT: '2s',
  WEBHOOK_RETRY_SCHEDULE_TEST: '0s,1s,1s,2s,2s',
  DATABASE_POOL_SIZE: '10',
  LOG_LEVEL: 'info',
};
const ACQUIRER_DATABASE = 'simulated_acquirer';
const ACQUIRER_ADMIN_KEY = 'acq_admin_of_the_chaos_runs';
/** The second account of every merchant; the first one is `default`. */
const SECOND_ACCOUNT = 'second';
const MAX_LOG_BYTES = 50_000_000;

/** One process of the gateway that restarts at the same address, with its own connection to the database. */
export class Member {
  private process: GatewayProcess | undefined;
  private readonly logs: string[] = [];

  constructor(
    readonly name: string,
    private readonly role: Role,
    private readonly environment: Environment,
    readonly wire: TcpProxy,
  ) {}

  get port(): number {
    return Number(this.environment['PORT']);
  }

  async start(): Promise<void> {
    this.process = start(this.role, this.environment);
    await ready(this.process);
  }

  async kill(): Promise<void> {
    await this.process?.kill();
    this.keepLog();
  }

  async stop(): Promise<number | null | undefined> {
    const code = await this.process?.stop();
    this.keepLog();
    return code;
  }

  freeze(): void {
    this.process?.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.process?.child.kill('SIGCONT');
  }

  get alive(): boolean {
    return this.process?.child.exitCode === null && this.process.child.signalCode === null;
  }

  /** The output of all its runs. */
  log(): string {
    return [...this.logs, this.process?.log() ?? ''].join('\n').slice(-MAX_LOG_BYTES);
  }

  private keepLog(): void {
    if (this.process) this.logs.push(this.process.log());
    this.process = undefined;
  }
}

export interface Account {
  id: string;
  key: string;
  secret: string;
}

/**
 * The production layout on one machine: two servers behind a balancer, two workers, PostgreSQL, Redis or none, and the
 * simulated acquirer with a database of its own.
 */
export class Cluster {
  /** Of the second account. */
  secondKey = '';

  private constructor(
    readonly servers: Member[],
    readonly workers: Member[],
    readonly acquirer: Member,
    readonly balancer: Balancer,
    readonly redis: RedisServer | undefined,
    /** The shared connection to Redis. */
    readonly redisWire: TcpProxy | undefined,
    readonly postgres: Postgres,
    readonly db: pg.Pool,
    /** The acquirer's own record. */
    readonly bank: Book,
    /** Where faults of the acquirer are set. */
    readonly acquirerAddress: AcquirerAddress,
    /** The folder of PostgreSQL. */
    readonly folder: string,
  ) {}

  static async start(folder: string, startPostgres: StartPostgres, queue: QueueKind): Promise<Cluster> {
    const settings = { max_connections: 200, wal_level: 'replica' };
    const own = path.join(folder, randomUUID());
    mkdirSync(own, { mode: 0o711 });
    const server = await startPostgres(own, { settings, preferredPort: 0 });
    const redis = queue === 'redis' ? await RedisServer.start() : undefined;
    const redisWire = redis && (await TcpProxy.to({ host: '127.0.0.1', port: redis.port }));
    const database = 'payment_gateway';
    const admin = new pg.Client({ connectionString: server.adminUrl() });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    await admin.query(`CREATE DATABASE ${ACQUIRER_DATABASE}`);
    await admin.end();
    const url = server.adminUrl(database);
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const poolOf = (connectionString: string): pg.Pool => {
      const limits = { max: 4, query_timeout: 30_000, connectionTimeoutMillis: 10_000 };
      return new pg.Pool({ connectionString, ...limits }).on('error', () => undefined);
    };
    const db = poolOf(url);
    const bank = { book: poolOf(server.adminUrl(ACQUIRER_DATABASE)), account: 'default', others: [SECOND_ACCOUNT] };
    const acquirerPort = String(await freePort());
    const acquirerAddress = {
      url: `http://127.0.0.1:${acquirerPort}`,
      adminKey: ACQUIRER_ADMIN_KEY,
      databaseUrl: server.adminUrl(ACQUIRER_DATABASE),
    };

    const member = async (role: Role, number: number): Promise<Member> => {
      const wire = await TcpProxy.to({ host: '127.0.0.1', port: server.port });
      const way = new URL(role === 'acquirer' ? server.adminUrl(ACQUIRER_DATABASE) : url);
      way.port = String(wire.address.port);
      const environment = {
        ...FAST_TIMINGS,
        DATABASE_URL: way.toString(),
        ...(role === 'acquirer'
          ? { ACQUIRER_PORT: acquirerPort, ACQUIRER_ADMIN_KEY }
          : { PORT: String(await freePort()) }),
        SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${acquirerPort}`,
        ...(redisWire && { REDIS_URL: `redis://127.0.0.1:${redisWire.address.port}/0` }),
      };
      return new Member(`${role} ${number}`, role, environment, wire);
    };
    const servers = [await member('server', 1), await member('server', 2)];
    const workers = [await member('worker', 1), await member('worker', 2)];
    const acquirer = await member('acquirer', 1);
    const balancer = await Balancer.before(() => servers.map(({ port }) => port));
    const postgres = { server, startPostgres, settings };
    const cluster = new Cluster(
      servers,
      workers,
      acquirer,
      balancer,
      redis,
      redisWire,
      postgres,
      db,
      bank,
      acquirerAddress,
      own,
    );
    const migration = start('migrate', { ...FAST_TIMINGS, DATABASE_URL: url });
    await once(migration.child, 'exit');
    if (migration.child.exitCode !== 0) throw new Error(`the migration failed:\n${migration.log()}`);
    await Promise.all(cluster.members.map((each) => each.start()));
    const created = () => adminCall(acquirerAddress, 'POST', '/v1/keys', { account: SECOND_ACCOUNT });
    cluster.secondKey = (await waitFor(() => created().catch(() => undefined), { what: 'the second key' }))
      .key as string;
    return cluster;
  }

  get members(): Member[] {
    return [...this.servers, ...this.workers, this.acquirer];
  }

  client({ key, secret }: Account): Client {
    return new Client(this.balancer.url, { key, secret });
  }

  async merchant(): Promise<Account> {
    const id = randomUUID();
    const suffix = randomUUID().replaceAll('-', '');
    const account = { id, key: `key_test_${suffix}`, secret: `secret_test_${suffix}` };
    await this.db.query(`INSERT INTO merchants (id, mode, name) VALUES ($1, 'test', 'A shop')`, [id]);
    await this.db.query(
      `INSERT INTO api_keys (merchant_id, id, mode, secret_hash) VALUES ($1, $2, 'test', sha256($3::text::bytea))`,
      [id, account.key, account.secret],
    );
    return account;
  }

  /** Stops everything, even if one process does not stop as it should: that error is thrown at the end. */
  async stop(): Promise<void> {
    for (const each of this.members) each.thaw();
    const left = await Promise.allSettled(this.members.map((each) => each.stop()));
    await this.balancer.stop();
    await Promise.all(this.members.map(({ wire }) => wire.cut()));
    await Promise.all([this.db.end(), this.bank.book.end()]);
    await this.redisWire?.cut();
    await this.redis?.kill();
    await this.postgres.server.stop();
    for (const one of left) if (one.status === 'rejected') throw one.reason;
  }

  /** Writes the output of every process, to find the cause of a failure. */
  writeLogs(folder: string): void {
    mkdirSync(folder, { recursive: true });
    for (const { name, log } of this.members.map((each) => ({ name: each.name, log: each.log() })))
      writeFileSync(path.join(folder, `${name.replace(' ', '-')}.log`), log);
  }
}
