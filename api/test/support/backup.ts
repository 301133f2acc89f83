import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, statSync, writeFileSync, chownSync, chmodSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** What `bin/lib/postgres-server.mjs` starts. */
export interface Server {
  readonly data: string;
  adminUrl(database?: string): string;
  stop(): Promise<void>;
}

const lib = (name: string) => fileURLToPath(new URL(`../../../bin/lib/${name}.mjs`, import.meta.url));

/** An embedded server of the test's own in that folder, or the one whose data are there. */
export async function startServer(folder: string): Promise<Server> {
  const { startPostgres } = (await import(lib('postgres-server'))) as {
    startPostgres: (folder: string, options: object) => Promise<Server>;
  };
  return startPostgres(folder, { preferredPort: 0 });
}

/** That PostgreSQL's own account may enter when this is root. */
export async function newFolder(): Promise<string> {
  const { passingPlace } = (await import(lib('postgres-folder'))) as { passingPlace: () => string };
  const folder = mkdtempSync(path.join(passingPlace(), 'payment-gateway-backup-'));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}

/** As in docs/operations.md: what belongs to the running server and not to its data. */
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_wal/*', 'pg_replslot/*', 'pg_stat_tmp/*', 'pg_notify/*'];
/** tar says 1 when a file changed while it was read: the log puts that right. */
const TAR_CHANGED = 1;

function tar(args: string[]): void {
  const { status, stderr } = spawnSync('tar', args, { encoding: 'utf8' });
  if (status === null || status > TAR_CHANGED) throw new Error(`tar ${args.join(' ')}: ${stderr}`);
}

/**
 * The procedure of docs/operations.md, a hot copy: a slot keeps the log, the data directory is copied between
 * pg_backup_start and pg_backup_stop (one session), then the label and the log are added. Tells when it was complete.
 */
export async function backUp(server: { data: string; adminUrl: () => string }, folder: string): Promise<number> {
  const session = new pg.Client({ connectionString: server.adminUrl() });
  await session.connect();
  try {
    await session.query(`SELECT pg_create_physical_replication_slot('backup', true)`);
    await session.query(`SELECT pg_backup_start('backup', fast => true)`);
    const without = LEFT_OUT.map((name) => `--exclude=./${name}`);
    tar(['-C', server.data, ...without, '-cf', path.join(folder, 'data.tar'), '.']);
    const stoppedAt = performance.now();
    const { rows } = await session.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)',
    );
    writeFileSync(path.join(folder, 'backup_label'), rows[0]?.labelfile ?? '');
    tar(['-C', server.data, '-cf', path.join(folder, 'wal.tar'), './pg_wal']);
    await session.query(`SELECT pg_drop_replication_slot('backup')`);
    return stoppedAt;
  } finally {
    await session.end();
  }
}

/** Into a folder that has no server yet. What belongs to the data's owner stays theirs. */
export function restore(from: string, to: string): void {
  const data = path.join(to, 'postgres');
  mkdirSync(data, { mode: 0o700 });
  for (const archive of ['data.tar', 'wal.tar']) tar(['-C', data, '-xpf', path.join(from, archive)]);
  const label = path.join(data, 'backup_label');
  copyFileSync(path.join(from, 'backup_label'), label);
  const { uid, gid } = statSync(path.join(from, 'postgres'));
  chmodSync(data, 0o700);
  if (process.getuid?.() === 0) for (const file of [data, label]) chownSync(file, uid, gid);
  copyFileSync(path.join(from, 'postgres-access.json'), path.join(to, 'postgres-access.json'));
}
