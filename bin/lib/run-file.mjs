/** `.data/run.json`: the processes that run here, to detect a second start and to clean up after a crashed one. */
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, dataFolder, shown } from './project.mjs';
import { gone, isRunning } from './running.mjs';

const FILE = path.join(dataFolder, 'run.json');
const OWN = { pid: process.pid, script: path.basename(process.argv[1]) };
const NOT_YOURS = `${shown(dataFolder)} belongs to another user. Start as that user, or give it to yours: sudo chown -R "$USER" ${dataFolder}`;
const NOT_WRITABLE = `${shown(dataFolder)} cannot be created: you may not write to ${path.dirname(dataFolder)}. Start in a folder of your own, or name one: GATEWAY_DATA_FOLDER=~/payment-gateway`;
const DRAIN_TIMEOUT_MS = 16_000; // the children's own limit is 15 s

function read() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return undefined; // missing, or truncated by a crash
  }
}

export function openDataFolder() {
  try {
    mkdirSync(dataFolder, { recursive: true });
    // As root: PostgreSQL's account may pass through the folder, and other users cannot list it.
    if (process.getuid?.() === 0) chmodSync(dataFolder, 0o711);
    writeFileSync(path.join(dataFolder, '.write-test'), '');
    rmSync(path.join(dataFolder, '.write-test'));
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    throw new Stop(existsSync(dataFolder) ? NOT_YOURS : NOT_WRITABLE);
  }
}

/** Creates the file for this run, or returns the run that is in progress. */
export async function claimRunFile() {
  const earlier = read();
  const { script = 'start.mjs' } = earlier ?? {};
  if (earlier && earlier.pid !== process.pid && isRunning(earlier.pid, [script])) return earlier;
  await waitForChildren(earlier?.children ?? []);
  rmSync(FILE, { force: true });
  try {
    writeFileSync(FILE, JSON.stringify(OWN), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return read() ?? { pid: 0 }; // a concurrent start was first
  }
  return undefined;
}

/** Lets the children of a killed start finish their work and exit; kills them after DRAIN_TIMEOUT_MS. */
async function waitForChildren(children) {
  for (const { pid, script } of children) {
    if (!isRunning(pid, [script]) || (await gone(pid, DRAIN_TIMEOUT_MS))) continue;
    process.kill(pid, 'SIGKILL');
    await gone(pid, 5000);
  }
}

export const writeRun = (run) => writeFileSync(FILE, JSON.stringify({ ...OWN, ...run }), { mode: 0o600 });
export const removeRunFile = () => rmSync(FILE, { force: true });
