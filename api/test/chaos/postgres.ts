import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { waitFor } from '../support/processes.js';

/** The type of what `bin/lib/postgres-server.mjs` starts. */
export interface PostgresServer {
  pid: number;
  port: number;
  ended: Promise<unknown>;
  adminUrl(database?: string): string;
  stop(): Promise<void>;
}
export interface PostgresOptions {
  settings?: Record<string, string | number>;
  preferredPort?: number;
}
export type StartPostgres = (folder: string, options: PostgresOptions) => Promise<PostgresServer>;

export interface Postgres {
  server: PostgresServer;
  startPostgres: StartPostgres;
  settings: Record<string, string | number>;
}

/** SIGKILL of one backend: PostgreSQL stops all the others and recovers by itself. */
export async function crashBackend({ server }: Postgres): Promise<void> {
  await asAdmin(server, async (admin) => {
    const { rows } = await admin.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
    );
    if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
  });
  // Recovered when it accepts connections.
  const letsIn = () =>
    asAdmin(server, (admin) => admin.query('SELECT')).then(
      () => true,
      () => false,
    );
  await waitFor(letsIn, { what: 'the recovery of PostgreSQL' });
}

async function asAdmin<T>(server: PostgresServer, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const connectionString = server.adminUrl();
  const admin = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 10_000 });
  admin.on('error', () => undefined);
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.end().catch(() => undefined);
  }
}

/** Immediate stop, as in a power cut, and after a while the start that recovers. */
export async function cutPower(postgres: Postgres, folder: string, awayMs: number): Promise<void> {
  process.kill(postgres.server.pid, 'SIGQUIT');
  await postgres.server.ended;
  await pause(awayMs);
  const { port } = postgres.server;
  postgres.server = await postgres.startPostgres(folder, { settings: postgres.settings, preferredPort: port });
  if (postgres.server.port !== port) throw new Error(`PostgreSQL came back at another port than ${port}`);
}

/** Stops all its processes with SIGSTOP, with every connection open, and continues them after a while. */
export async function freeze({ server }: Postgres, asleepMs: number): Promise<void> {
  const pids = [server.pid];
  await asAdmin(server, async (admin) => {
    const { rows } = await admin.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
    pids.push(...rows.map(({ pid }) => pid));
  });
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await pause(asleepMs);
  for (const pid of pids) signal(pid, 'SIGCONT');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // That connection has ended meanwhile.
  }
}
