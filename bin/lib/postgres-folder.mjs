/** Account, data folder and passwords of the embedded server. */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Stop, dataFolder, installation, shown } from './project.mjs';

export const clusterIn = (folder) => path.join(folder, 'postgres');
const hasCluster = (folder) => existsSync(path.join(clusterIn(folder), 'PG_VERSION'));

/** Empty for an ordinary user. PostgreSQL does not run as root: then the owner of the data, or a system account. */
export function serverAccount(folder) {
  if (process.getuid?.() !== 0) return {};
  if (folder && hasCluster(folder)) {
    const { uid, gid } = statSync(clusterIn(folder));
    if (uid !== 0) return { uid, gid };
  }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => accounts.find((account) => account[0] === name)).find(Boolean);
  if (!found)
    throw new Stop(
      'PostgreSQL does not run as root, and neither of the users postgres and nobody exists. Set DATABASE_URL.',
    );
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

const canEnter = (folder, account) =>
  account.uid === undefined || spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...account, cwd: '/' }).status === 0;

/** Creates a folder that other accounts may enter, whatever the umask. */
export function sharedFolder(folder) {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

/** `.data/`, or a folder below /var/lib if the server's account cannot enter root's checkout. */
export function lastingFolder() {
  const elsewhere = path.join(
    '/var/lib/payment-gateway',
    createHash('sha256').update(installation).digest('hex').slice(0, 12),
  );
  if (process.getuid?.() === 0 && hasCluster(elsewhere)) return elsewhere;
  if (canEnter(dataFolder, serverAccount(dataFolder))) return dataFolder;
  if (hasCluster(dataFolder))
    throw new Stop(
      `The database in ${shown(dataFolder)} is in a folder that its owner cannot enter: chmod a+x, or set DATABASE_URL.`,
    );
  sharedFolder(path.dirname(elsewhere));
  return sharedFolder(elsewhere);
}

/** A folder for temporary servers. */
export function temporaryFolder() {
  const account = serverAccount();
  const place = [os.tmpdir(), '/tmp', '/var/tmp'].find((folder) => existsSync(folder) && canEnter(folder, account));
  if (!place) throw new Stop('No temporary folder is accessible to the PostgreSQL account.');
  return place;
}

/** The server's passwords and port, created once. They are beside the data, so that neither is lost without the other. */
export function credentialsIn(folder) {
  const file = path.join(folder, 'postgres-access.json');
  if (existsSync(file)) return { ...JSON.parse(readFileSync(file, 'utf8')), file };
  if (hasCluster(folder))
    throw new Stop(
      `${shown(file)} is missing, and with it the password of the database beside it. Put it back, or remove ${shown(clusterIn(folder))} to start with an empty database.`,
    );
  const made = {
    superuser: randomBytes(24).toString('hex'),
    gateway_user: randomBytes(24).toString('hex'),
    port: 54320,
  };
  saveCredentials({ ...made, file });
  return { ...made, file };
}

export function saveCredentials({ file, ...content }) {
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}
