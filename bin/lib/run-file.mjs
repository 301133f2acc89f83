/** `.data/run.json`: who is running here, so that a second start says so and a crashed one is cleaned up after. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop, dataFolder, shown } from './project.mjs';
import { gone, isRunning } from './running.mjs';

const FILE = path.join(dataFolder, 'run.json');
const DRAIN_TIMEOUT = 16_000; // the children's own limit is 15 s

function read() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return undefined; // none, or cut short by a crash
  }
}

export function openDataFolder() {
  try {
    mkdirSync(dataFolder, { recursive: true });
    // The server's account passes through when we are root; nobody else can list what is inside.
    if (process.getuid?.() === 0) chmodSync(dataFolder, 0o711);
    writeFileSync(path.join(dataFolder, '.write-test'), '');
    rmSync(path.join(dataFolder, '.write-test'));
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error;
    throw new Stop(
      `${shown(dataFolder)} belongs to another user. Start as that user, or give it to yours: sudo chown -R "$USER" ${dataFolder}`,
    );
  }
}

/** Takes the place, or answers with the run that holds it. */
export async function takePlace() {
  const earlier = read();
  if (earlier && earlier.pid !== process.pid && isRunning(earlier.pid, ['start.mjs'])) return earlier;
  await outlive(earlier?.children ?? []);
  rmSync(FILE, { force: true });
  try {
    writeFileSync(FILE, JSON.stringify({ pid: process.pid }), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return read() ?? { pid: 0 }; // another start was quicker by a moment
  }
  return undefined;
}

/** Children of a start that was killed finish what they have in hand and go; they get the time for it. */
async function outlive(children) {
  for (const { pid, script } of children) {
    if (!isRunning(pid, [script]) || (await gone(pid, DRAIN_TIMEOUT))) continue;
    process.kill(pid, 'SIGKILL');
    await gone(pid, 5000);
  }
}

export const writeRun = (run) => writeFileSync(FILE, JSON.stringify({ pid: process.pid, ...run }), { mode: 0o600 });
export const leavePlace = () => rmSync(FILE, { force: true });
