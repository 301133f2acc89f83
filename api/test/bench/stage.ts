import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { PostgresServer, StartPostgres } from '../chaos/postgres.js';
import { type Environment, freePort, waitFor } from '../support/processes.js';
import { RedisServer } from '../support/redis.js';
import { Child } from './child.js';
import type { Account } from './load-order.js';
import type { Profile } from './profile.js';

/** The variables that the launcher adds to keep its processes small. */
export type Small = Record<Role | 'acquirer' | 'web', Environment>;
type Role = 'server' | 'worker';

export type QueueKind = 'redis' | 'postgres';

/** Like `npm start`, but the bank decides at once and no limit per caller applies. */
const ENVIRONMENT: Environment = {
  DEMO: 'true',
  TEST_PROCESSING_DELAY: '0',
  RATE_LIMIT_KEY: 'off',
  RATE_LIMIT_PUBLIC: 'off',
  RATE_LIMIT_PUBLIC_READ: 'off',
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_CREDENTIALS: 'off',
};
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
/** The program before bundling: a profile then shows the package of each function. */
const MODULES = fileURLToPath(new URL('../../dist/modules/main.js', import.meta.url));
const TEMPLATE = 'bench_template';
const MERCHANTS = 4;
const PATIENCE_MS = 60_000;
const LEAVES_WITHIN_MS = 20_000;

/** A process of the gateway; its output goes to a file, so that no process has to read it during a measurement. */
export interface Running {
  pid: number;
  url: string;
  stop(): Promise<void>;
}

/** A migrated database with merchants and their keys. */
export interface Ledger {
  url: string;
  name: string;
  db: pg.Pool;
  accounts: Account[];
  /** The port of its simulated acquirer, which starts with the first worker and keeps its record in this database. */
  acquirerPort: string;
  acquirer?: Promise<unknown>;
  /** Its own database of Redis as well, so that no hint of one measurement reaches the next. */
  redis: string | undefined;
}

export interface StageMeans {
  folder: string;
  startPostgres: StartPostgres;
  /** Whether a redis-server is installed. */
  redis: boolean;
  small: Small;
}

/** One PostgreSQL with its defaults (durable commits) for all sides of a comparison, and Redis if it is installed. */
export class Stage {
  private readonly running = new Set<Running>();
  private readonly ledgers: Ledger[] = [];

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer | undefined,
    private readonly admin: pg.Pool,
    readonly folder: string,
    readonly small: Small,
    private readonly profile: Profile | undefined,
  ) {}

  static async start({ folder, startPostgres, redis, small }: StageMeans, profile?: Profile): Promise<Stage> {
    const postgres = await startPostgres(folder, { settings: { max_connections: 200 }, preferredPort: 0 });
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const admin = new pg.Pool({ connectionString: postgres.adminUrl(), max: 2 });
    admin.on('error', () => undefined);
    const stage = new Stage(postgres, redis ? await RedisServer.start() : undefined, admin, folder, small, profile);
    await admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await stage.program('migrate', [MAIN, 'migrate'], { DATABASE_URL: postgres.adminUrl(TEMPLATE) }).ended;
    return stage;
  }

  get queues(): QueueKind[] {
    return this.redis ? ['redis', 'postgres'] : ['postgres'];
  }

  async database(name: string): Promise<Ledger> {
    await this.admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    const url = this.postgres.adminUrl(name);
    const db = new pg.Pool({ connectionString: url, max: 4 });
    db.on('error', () => undefined);
    const redis = this.redis && `${this.redis.url.replace(/\/\d+$/, '')}/${this.ledgers.length}`;
    const ledger: Ledger = { url, name, db, accounts: [], redis, acquirerPort: String(await freePort()) };
    this.ledgers.push(ledger);
    await db.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    for (let number = 1; number <= MERCHANTS; number++) ledger.accounts.push(await newAccount(db, number));
    return ledger;
  }

  /** Earlier writes are flushed to disk, so that no sample pays for another's pages. */
  async settle(): Promise<void> {
    await this.admin.query('CHECKPOINT');
  }

  server(ledger: Ledger, queue: QueueKind = this.queues[0] as QueueKind, env: Environment = {}): Promise<Running> {
    return this.gateway('server', ledger, queue, env);
  }

  async worker(
    ledger: Ledger,
    queue: QueueKind = this.queues[0] as QueueKind,
    env: Environment = {},
  ): Promise<Running> {
    await (ledger.acquirer ??= this.startAcquirer(ledger));
    return this.gateway('worker', ledger, queue, env);
  }

  private async startAcquirer({ url, acquirerPort }: Ledger): Promise<void> {
    const env = { DATABASE_URL: url, ACQUIRER_PORT: acquirerPort, ...this.small.acquirer };
    await this.program('acquirer', [MAIN, 'acquirer'], env).says(' ready"');
  }

  private async gateway(role: Role, ledger: Ledger, queue: QueueKind, env: Environment): Promise<Running> {
    const port = await freePort();
    const program = this.profile ? [...this.profile.flags(`${ledger.name}-${role}`), MODULES] : [MAIN];
    const started = this.program(role, [...program, role], {
      DATABASE_URL: ledger.url,
      PORT: String(port),
      SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${ledger.acquirerPort}`,
      ...this.small[role],
      ...(queue === 'redis' && ledger.redis && { REDIS_URL: ledger.redis }),
      ...env,
    });
    await started.says(' ready"');
    return { ...started, url: `http://127.0.0.1:${port}` };
  }

  /** Starts a program of the repository with this Node. */
  program(name: string, words: readonly string[], env: Environment) {
    const { PATH = '', HOME = '' } = process.env;
    const log = path.join(this.folder, `${name}-${randomUUID().slice(0, 8)}.log`);
    const output = openSync(log, 'a', 0o600);
    const child = spawn(process.execPath, words, {
      env: { PATH, HOME, ...ENVIRONMENT, ...env },
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const exited = once(child, 'exit');
    const printed = () => readFileSync(log, 'utf8');
    const stop = async () => {
      this.running.delete(one);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      child.kill('SIGCONT');
      const impatient = setTimeout(() => child.kill('SIGKILL'), LEAVES_WITHIN_MS);
      await exited;
      clearTimeout(impatient);
    };
    const one: Running = { pid: child.pid ?? 0, url: '', stop };
    this.running.add(one);
    const says = (words: string) =>
      waitFor(
        () => {
          if (child.exitCode !== null) throw new Error(`${name} ended:\n${printed().slice(-4_000)}`);
          return printed().includes(words);
        },
        { timeoutMs: PATIENCE_MS, what: `${name}: ${words}` },
      );
    const ended = exited.then(() => {
      if (child.exitCode !== 0) throw new Error(`${name} failed:\n${printed().slice(-4_000)}`);
    });
    ended.catch(() => undefined); // callers that wait for it handle the error
    return { ...one, says, ended };
  }

  /** Stops everything that a measurement started, even after a failure, so that it does not disturb the next. */
  async clear(): Promise<void> {
    await Child.stopAll();
    await Promise.all([...this.running].map((one) => one.stop()));
    for (const { name, db } of this.ledgers.splice(0)) {
      await this.profile?.statements(name, db);
      void db.end().catch(() => undefined); // a query in progress ends with its database
      await this.admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
    await this.redis?.ask((redis) => redis.flushall());
  }

  async stop(): Promise<void> {
    await this.clear();
    await this.admin.end();
    await this.redis?.kill();
    await this.postgres.stop();
  }
}

/** Numbered, so that plain SQL can use it as well. */
export const merchantId = (number: number | string) => `0193a7c4-5b1e-7d2f-8a6b-c4d5e6f7a8b${number}`;

async function newAccount(db: pg.Pool, number: number): Promise<Account> {
  const suffix = randomUUID().replaceAll('-', '');
  const account = { id: merchantId(number), key: `key_test_${suffix}`, secret: `secret_test_${suffix}` };
  await db.query(`INSERT INTO merchants (id, mode, name) VALUES ($1, 'test', 'A shop')`, [account.id]);
  await db.query(
    `INSERT INTO api_keys (merchant_id, id, mode, secret_hash) VALUES ($1, $2, 'test', sha256($3::text::bytea))`,
    [account.id, account.key, account.secret],
  );
  return account;
}
