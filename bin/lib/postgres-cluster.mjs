/** Creates the database cluster at the first start. */
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './command.mjs';

/** Creates it beside its place and moves it when complete, so that an interrupted start leaves no partial cluster. */
export async function makeCluster({ folder, data, access, binaries, spawnOptions }, { uid, gid }) {
  const partial = path.join(folder, 'postgres.new');
  const passwordFile = path.join(folder, '.initdb-password');
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, access.superuser, { mode: 0o600 });
  if (uid !== undefined) for (const file of [partial, passwordFile]) chownSync(file, uid, gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const roles = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await mustRun('initdb', binaries.initdb, [`--pgdata=${partial}`, ...roles, ...locale], spawnOptions);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(partial, data);
}
