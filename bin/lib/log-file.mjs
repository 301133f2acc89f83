/** The log files of the supervised processes. */
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { dataFolder } from './project.mjs';

const KEPT_LOGS = 3;
const LAST_LINES = 12;
const WARNINGS = new Set(['warn', 'error', 'fatal']);

export const logFile = (name) => path.join(dataFolder, 'logs', `${name}.log`);

/** Renames earlier logs, so that a new one begins. */
export function rotate(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const older = (n) => (n === 0 ? file : file.replace(/\.log$/, `.${n}.log`));
  for (let n = KEPT_LOGS - 1; n >= 0; n -= 1) if (existsSync(older(n))) renameSync(older(n), older(n + 1));
}

/** The last warnings and errors of this run in its log; lines that are not JSON (a crash) count as errors. */
export function lastLines(file, from) {
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size - from, 64 * 1024));
  const log = openSync(file, 'r');
  readSync(log, buffer, 0, buffer.length, size - buffer.length);
  closeSync(log);
  return buffer.toString().split('\n').map(warningIn).filter(Boolean).slice(-LAST_LINES);
}

function warningIn(line) {
  if (!line.startsWith('{')) return line.trimEnd();
  try {
    const { level, msg, err } = JSON.parse(line);
    return WARNINGS.has(level) ? [msg, err?.message].filter(Boolean).join(': ') : '';
  } catch {
    return line;
  }
}
