/**
 * An embedded PostgreSQL server. It listens on 127.0.0.1 only. If its launcher is killed it continues to run, and the next
 * start finds it by its pid file.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from './command.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { makeCluster } from './postgres-cluster.mjs';
import { clusterIn, credentialsIn, saveCredentials, serverAccount } from './postgres-folder.mjs';
import { freePort } from './ports.mjs';
import { Stop, fromApi, isWindows, shown } from './project.mjs';
import { gone, isAlive, isRunning, until } from './running.mjs';

const START_TIMEOUT_MS = 120_000; // crash recovery may replay much WAL
const MAX_START_ATTEMPTS = 20;
const RETRY_INTERVAL_MS = 300;
const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_preload_libraries: 'pg_stat_statements',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
// Without PGDATA and PGPORT of the shell. LC_ALL=C, since the messages are parsed below.
const environment = () => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))),
  LC_ALL: 'C',
});

/** Starts the server in `folder`, or finds it running. `settings` are those of postgresql.conf; port 0 means any. */
export async function startPostgres(folder, { settings = {}, preferredPort, signal } = {}) {
  const data = clusterIn(folder);
  const access = credentialsIn(folder);
  const account = serverAccount(folder);
  const binaries = await postgresBinaries(account);
  const common = {
    folder,
    data,
    access,
    binaries,
    spawnOptions: { ...account, cwd: account.uid === undefined ? folder : '/', env: environment() },
  };
  if (!existsSync(path.join(data, 'PG_VERSION'))) await makeCluster(common, account);

  const orphan = await findRunning(common);
  if (orphan) return new PostgresServer(common, { ...orphan, reused: true });
  // Retried if the port was taken meanwhile, or if backends of a killed server are still running.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(preferredPort ?? access.port);
    const started = await launch(common, port, settings, signal);
    if (started.pid) {
      if (access.port !== port) saveCredentials(Object.assign(access, { port }));
      return new PostgresServer(common, started);
    }
    const isTransient = /in use/.test(started.output) && attempt < MAX_START_ATTEMPTS && !signal?.aborted;
    if (!isTransient) throw new Stop(`PostgreSQL did not start:\n${started.output.trim()}`);
    await delay(RETRY_INTERVAL_MS);
  }
}

/** A server of this folder that is still running, say after kill -9 of its launcher. Removes an outdated pid file. */
async function findRunning({ data, access }) {
  const pidFile = path.join(data, 'postmaster.pid');
  const read = () => (existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []);
  const pid = Number(read()[0]);
  if (!pid) return undefined;
  const isServer = () => isRunning(pid, ['postgres', data]);
  const port = await until(async () => !isServer() || (await verifiedPort(Number(read()[3]), access, data)), {
    timeout: isWindows ? 3000 : 30_000,
  });
  if (typeof port === 'number') return { pid, port };
  if (isServer() && !isWindows) throw new Stop(`PostgreSQL (pid ${pid}) uses ${shown(data)} but does not respond.`);
  rmSync(pidFile, { force: true });
  return undefined;
}

/** The port, if its server accepts our password and uses our data. */
async function verifiedPort(port, access, data) {
  if (!port) return undefined;
  const { Client } = fromApi('pg');
  const client = new Client({
    connectionString: urlOf('postgres', access.superuser, port, 'postgres'),
    ssl: false,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    return path.resolve(rows[0].data_directory) === path.resolve(data) ? port : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

async function launch({ folder, data, access, binaries, spawnOptions }, port, settings, signal) {
  const log = path.join(folder, 'postgres.log');
  if (existsSync(log)) renameSync(log, path.join(folder, 'postgres.1.log'));
  const output = openSync(log, 'a', 0o600);
  const flags = Object.entries({ ...ALWAYS, port, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // In a process group of its own: Ctrl-C must only reach this process, or PostgreSQL would stop before its clients.
  const child = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...spawnOptions,
    stdio: ['ignore', output, output],
    detached: !isWindows,
    windowsHide: true,
  });
  closeSync(output);
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const ready = await until(async () => hasEnded || (await verifiedPort(port, access, data)), {
    timeout: START_TIMEOUT_MS,
    signal,
  });
  if (ready === port) return { pid: child.pid, port, ended };
  if (!hasEnded) child.kill('SIGINT');
  await ended;
  return { output: readFileSync(log, 'utf8') };
}

const urlOf = (user, password, port, database) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;

class PostgresServer {
  #common;

  constructor(common, { pid, port, ended, reused = false }) {
    this.#common = common;
    Object.assign(this, { pid, port, reused, data: common.data });
    /** Resolves when the server has ended, for any reason. */
    this.ended = ended ?? until(() => !isAlive(pid), { timeout: Infinity, every: 500 });
  }

  /** The superuser's address of a database. */
  adminUrl(database = 'postgres') {
    return urlOf('postgres', this.#common.access.superuser, this.port, database);
  }

  url(user, database) {
    return urlOf(user, this.#common.access[user], this.port, database);
  }

  /** Fast shutdown: rolls back open transactions and writes everything committed. */
  async stop() {
    const { binaries, data, spawnOptions } = this.#common;
    if (isWindows) await run(binaries.pgCtl, ['stop', '-m', 'fast', '-D', data], spawnOptions);
    else if (isAlive(this.pid)) process.kill(this.pid, 'SIGINT');
    if (await gone(this.pid, 30_000)) return;
    process.kill(this.pid, 'SIGQUIT'); // immediate; the next start recovers from the log
    await gone(this.pid, 5000);
  }
}
