/** Checks of processes by pid, and polling. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isWindows } from './project.mjs';

export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false; // EPERM: it runs as another user
  }
  return !isZombie(pid);
}

/** Dead processes keep their pid in a container whose first process does not reap them. */
function isZombie(pid) {
  if (process.platform !== 'linux') return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The command line of a pid (pids are reused after a crash or a reboot); '' if it is unknown. */
export function commandOf(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (isWindows) return '';
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** If the command line cannot be read, a living process counts. */
export const isRunning = (pid, words) =>
  isAlive(pid) && (isWindows || words.every((word) => commandOf(pid).includes(word)));

/** Polls until the result is truthy, and returns it; undefined after the timeout or when the signal aborts. */
export async function until(check, { timeout, every = 50, signal }) {
  const end = performance.now() + timeout;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (performance.now() > end || signal?.aborted) return undefined;
    await delay(every);
  }
}

export const gone = (pid, timeout) => until(() => !isAlive(pid), { timeout });
