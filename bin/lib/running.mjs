/** Questions about processes that we know by number only. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { isWindows } from './project.mjs';

export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false; // EPERM: alive, and somebody else's
  }
  return !isZombie(pid);
}

/** In a container whose first process reaps nobody, the dead keep their number. */
function isZombie(pid) {
  if (process.platform !== 'linux') return false;
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The command line behind a number (numbers are used again after a crash or a reboot), '' when nobody can say. */
export function commandOf(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (isWindows) return '';
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Where the command line cannot be read, being alive has to do. */
export const isRunning = (pid, words) =>
  isAlive(pid) && (isWindows || words.every((word) => commandOf(pid).includes(word)));

/** Asks until the answer is truthy; undefined when the time is over or the signal says stop. */
export async function until(check, { timeout, every = 50, signal }) {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await check();
    if (answer) return answer;
    if (performance.now() > end || signal?.aborted) return undefined;
    await delay(every);
  }
}

export const gone = (pid, timeout) => until(() => !isAlive(pid), { timeout });
