/** Keeps one process of the gateway running: starts it, logs it, starts it again when it dies. */
import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { dataFolder, isWindows, root } from './project.mjs';
import { dim, say } from './terminal.mjs';

const GRACE = 15_000;
const STEADY = 30_000;
const KEPT_LOGS = 3;
const LAST_WORDS = 12;
const WARNINGS = new Set(['warn', 'error', 'fatal']);

/** Half a second after the first death, doubling up to half a minute; a steady run begins anew. */
export const backoff = (deaths) => Math.min(500 * 2 ** (deaths - 1), 30_000);

const logFile = (name) => path.join(dataFolder, 'logs', `${name}.log`);

function rotate(file) {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const older = (n) => (n === 0 ? file : file.replace(/\.log$/, `.${n}.log`));
  for (let n = KEPT_LOGS - 1; n >= 0; n -= 1) if (existsSync(older(n))) renameSync(older(n), older(n + 1));
}

export class Supervised {
  #options;
  #child;
  #deaths = 0;
  #stopping = new AbortController();
  #ended = Promise.resolve();

  /** `mayRestart(death)` is asked each time; `changed()` is told when the pid is another. */
  constructor(definition, options) {
    this.name = definition.name;
    this.definition = definition;
    this.#options = options;
    rotate(logFile(this.name));
    this.#start();
  }

  get pid() {
    return this.#child?.pid;
  }

  #start() {
    const { env, verbose, changed } = this.#options;
    const { script, args, cwd = root } = this.definition;
    const log = openSync(logFile(this.name), 'a', 0o600);
    const logged = statSync(logFile(this.name)).size;
    const output = verbose ? 'pipe' : log;
    // The channel closes when we die, however that happens, and the child ends itself then. A group of its own keeps
    // the terminal's Ctrl-C from reaching it before we have said SIGTERM.
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: { ...env, ...this.definition.env },
      stdio: ['ignore', output, output, 'ipc'],
      detached: !isWindows,
      windowsHide: true,
    });
    if (verbose) this.#show(child);
    closeSync(log);
    this.#child = child;
    const began = performance.now();
    const exit = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once('error', (error) => resolve(error.message));
    });
    this.#ended = exit.then((how) => this.#died(how, began, logged));
    changed?.();
  }

  #show(child) {
    const file = createWriteStream(logFile(this.name), { flags: 'a', mode: 0o600 });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        file.write(`${line}\n`);
        say(`${dim(this.name.padEnd(8))} ${line}`);
      });
    }
  }

  async #died(how, began, logged) {
    this.#child = undefined;
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    this.#deaths = performance.now() - began > STEADY ? 1 : this.#deaths + 1;
    const wait = backoff(this.#deaths);
    const restarts = this.#options.mayRestart({
      process: this,
      how,
      wait,
      lastWords: lastWords(logFile(this.name), logged),
    });
    if (!restarts) return;
    await delay(wait, undefined, { signal }).catch(() => {});
    if (!signal.aborted) this.#start();
  }

  /** SIGTERM, time to finish what is in hand, then SIGKILL. */
  async stop() {
    this.#stopping.abort();
    const child = this.#child;
    if (!child) return;
    // Windows knows no SIGTERM: there the closed channel is the request to leave.
    if (isWindows) child.disconnect();
    else child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), GRACE);
    await this.#ended;
    clearTimeout(force);
  }
}

/** The warnings and errors at the end of a log, from where this run began; plain lines (a crash) count as errors. */
function lastWords(file, from) {
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size - from, 64 * 1024));
  const log = openSync(file, 'r');
  readSync(log, buffer, 0, buffer.length, size - buffer.length);
  closeSync(log);
  return buffer.toString().split('\n').map(spoken).filter(Boolean).slice(-LAST_WORDS);
}

function spoken(line) {
  if (!line.startsWith('{')) return line.trimEnd();
  try {
    const { level, msg, err } = JSON.parse(line);
    return WARNINGS.has(level) ? [msg, err?.message].filter(Boolean).join(': ') : '';
  } catch {
    return line;
  }
}
