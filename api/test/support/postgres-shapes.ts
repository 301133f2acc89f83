import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { folders, newFolder, type PostgresServer, startServer } from './embedded-postgres.js';
import { freePort, waitFor } from './processes.js';

export async function asAdmin<T>(server: PostgresServer, work: (client: pg.Client) => Promise<T>, database?: string) {
  const client = new pg.Client({ connectionString: server.adminUrl(database), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const REPLICATING = { max_connections: 100, wal_keep_size: '256MB', fsync: 'off' };

/** A server and its streaming standby, made like a backup: the files are copied while the server works. */
export class PostgresPair {
  private constructor(
    readonly primary: PostgresServer,
    public standby: PostgresServer,
    private readonly folder: string,
    private readonly startStandby: (port: number) => Promise<PostgresServer>,
  ) {}

  static async start(database: string): Promise<PostgresPair> {
    const folder = await newFolder('shapes');
    const [first, second] = ['first', 'second'].map((name) => path.join(folder, name)) as [string, string];
    for (const place of [first, second]) mkdirSync(place, { mode: 0o711 });
    const primary = await startServer(first, REPLICATING);
    await asAdmin(primary, (admin) => admin.query(`CREATE DATABASE ${database}`));
    await asAdmin(primary, (admin) => admin.query('CREATE EXTENSION pg_stat_statements'), database);
    await asAdmin(primary, (admin) => copyOf(first, second, admin));
    const { password, port } = new URL(primary.adminUrl());
    const upstream = `host=127.0.0.1 port=${port} user=postgres password=${password} application_name=standby`;
    const settings = { ...REPLICATING, primary_conninfo: upstream };
    const startStandby = (preferredPort: number) => startServer(second, settings, preferredPort);
    return new PostgresPair(primary, await startStandby(0), folder, startStandby);
  }

  /** From now on a commit returns when the standby has it as well. */
  async synchronous(): Promise<void> {
    await asAdmin(this.primary, async (admin) => {
      await admin.query(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`);
      await admin.query('SELECT pg_reload_conf()');
      const state = `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`;
      await waitFor(async () => (await admin.query(state)).rowCount, { what: 'a synchronous standby' });
    });
  }

  /** SIGKILL, without a clean shutdown. */
  async killPrimary(): Promise<void> {
    process.kill(this.primary.pid, 'SIGKILL');
    await this.primary.ended;
  }

  /** SIGKILL; resolves when it has ended. */
  async killStandby(): Promise<void> {
    process.kill(this.standby.pid, 'SIGKILL');
    await this.standby.ended;
  }

  /** At the same address, if it can start. */
  async restartStandby(): Promise<void> {
    this.standby = await this.startStandby(this.standby.port);
  }

  async promote(): Promise<void> {
    await asAdmin(this.standby, (admin) => admin.query('SELECT pg_promote()'));
  }

  async onStandby<T extends object>(text: string, database?: string): Promise<T[]> {
    return asAdmin(this.standby, async (admin) => (await admin.query<T>(text)).rows, database);
  }

  async stop(): Promise<void> {
    await Promise.all([this.primary.stop(), this.standby.stop()]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function copyOf(from: string, to: string, admin: pg.Client): Promise<void> {
  copyFileSync(path.join(from, 'postgres-access.json'), path.join(to, 'postgres-access.json'));
  const data = path.join(to, 'postgres');
  await admin.query(`SELECT pg_backup_start('standby', true)`);
  spawnSync('cp', ['-a', path.join(from, 'postgres'), data]); // a file that is removed meanwhile does not matter
  const { rows } = await admin.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  rmSync(path.join(data, 'postmaster.pid'), { force: true });
  for (const [name, content] of [
    ['backup_label', rows[0]?.labelfile ?? ''],
    ['standby.signal', ''],
  ] as const) {
    writeFileSync(path.join(data, name), content, { mode: 0o600 });
    const { uid, gid } = (await folders()).serverAccount(to);
    if (uid !== undefined && gid !== undefined) chownSync(path.join(data, name), uid, gid);
  }
}

const DISK = '192m';
const CRAMPED = { max_connections: 100, max_wal_size: '32MB', min_wal_size: '32MB' };

/** A server on a small disk that a test can fill. `undefined` if the user may not mount a tmpfs. */
export class PostgresOnSmallDisk {
  private constructor(
    public server: PostgresServer,
    private readonly folder: string,
  ) {}

  static async start(database: string): Promise<PostgresOnSmallDisk | undefined> {
    const folder = await newFolder('shapes');
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=0711`, 'tmpfs', folder]).status !== 0) {
      rmSync(folder, { recursive: true });
      return undefined;
    }
    const server = await startServer(folder, CRAMPED);
    await asAdmin(server, (admin) => admin.query(`CREATE DATABASE ${database}`));
    await asAdmin(server, (admin) => admin.query('CREATE EXTENSION pg_stat_statements'), database);
    return new PostgresOnSmallDisk(server, folder);
  }

  private get ballast(): string {
    return path.join(this.folder, 'ballast');
  }

  /** Fills the disk to the last byte. */
  fill(): void {
    spawnSync('dd', ['if=/dev/zero', `of=${this.ballast}`, 'bs=64k']); // ends when the disk is full
  }

  /** As an operator would do: free space, and start the server again if it is down. */
  async makeRoom(): Promise<void> {
    rmSync(this.ballast);
    const answers = () => asAdmin(this.server, (admin) => admin.query('SELECT')).then(() => true);
    const alive = await Promise.race([
      this.server.ended.then(() => false),
      waitFor(() => answers().catch(() => false)),
    ]);
    if (alive) return;
    const { port } = this.server;
    this.server = await startServer(this.folder, CRAMPED, port);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    spawnSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The installed program, if there is one; Debian puts it where only root's PATH points. */
export const PGBOUNCER = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin']
  .map((folder) => path.join(folder, 'pgbouncer'))
  .find((file) => existsSync(file));

export interface Pgbouncer {
  /** The same database through the pooler. */
  route(url: string): string;
  /** SIGKILL: every connection through it breaks. */
  kill(): Promise<void>;
  /** At the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** In transaction mode, in front of every database of the server that `npm test` has started. */
export async function startPgbouncer({ connections }: { connections: number }): Promise<Pgbouncer> {
  const folder = await newFolder('shapes');
  const port = await freePort();
  const server = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  const file = path.join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
* = host=127.0.0.1 port=${server.port} user=${server.username} password=${server.password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 500
`,
    { mode: 0o644 },
  );
  const account = (await folders()).serverAccount();
  const route = (url: string) => Object.assign(new URL(url), { port: String(port) }).toString();
  const admits = async () => {
    const client = new pg.Client({ connectionString: route(server.toString()) });
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  };
  let child: ChildProcess;
  const restart = async () => {
    child = spawn(PGBOUNCER ?? '', [file], { ...account, cwd: '/', stdio: 'ignore' });
    await waitFor(admits, { what: 'pgbouncer' });
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  const stop = async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  };
  await restart();
  return { route, kill, restart, stop };
}
