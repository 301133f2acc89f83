/** The first start: an empty data folder becomes a cluster. */
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './command.mjs';

/** Made beside its place and moved there when whole: an interrupted first start leaves nothing half made. */
export async function makeCluster({ folder, data, access, binaries, spawnOptions }, { uid, gid }) {
  const half = path.join(folder, 'postgres.new');
  const passwordFile = path.join(folder, '.initdb-password');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, access.superuser, { mode: 0o600 });
  if (uid !== undefined) for (const file of [half, passwordFile]) chownSync(file, uid, gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const roles = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await mustRun('initdb', binaries.initdb, [`--pgdata=${half}`, ...roles, ...locale], spawnOptions);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(half, data);
}
