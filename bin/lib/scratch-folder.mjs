/** The temporary folder of a test run, and the removal of those of killed runs. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { clusterIn, temporaryFolder } from './postgres-folder.mjs';
import { gone, isRunning } from './running.mjs';

const PREFIX = 'payment-gateway-test-';

/** The name holds our pid, so that the next run can detect folders of dead runs. */
export function makeScratchFolder() {
  const folder = mkdtempSync(path.join(temporaryFolder(), `${PREFIX}${process.pid}-`));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}

export const removeScratchFolder = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

export async function sweepScratchFolders() {
  const place = temporaryFolder();
  for (const name of readdirSync(place)) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split('-')[0]) : 0;
    if (!owner || isRunning(owner, ['.mjs'])) continue; // npm test, or npm run chaos
    await sweep(path.join(place, name)).catch(() => {}); // it belongs to another user
  }
}

async function sweep(folder) {
  const data = clusterIn(folder);
  const pidFile = path.join(data, 'postmaster.pid');
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n')[0]) : 0;
  if (isRunning(pid, ['postgres', data])) {
    process.kill(pid, 'SIGQUIT');
    await gone(pid, 5000);
  }
  removeScratchFolder(folder);
}
