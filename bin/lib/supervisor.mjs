/** Keeps a process of the gateway running: starts it, writes its log, restarts it when it dies. */
import { spawn } from 'node:child_process';
import { closeSync, createWriteStream, openSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, logFile, rotate } from './log-file.mjs';
import { isWindows, root } from './project.mjs';
import { dim, say } from './terminal.mjs';

const STOP_TIMEOUT_MS = 15_000;
/** After a run of this length the back-off starts again. */
const STABLE_RUN_MS = 30_000;

/** Milliseconds before a restart: half a second after the first death, doubled each time, at most half a minute. */
export const backoff = (deaths) => Math.min(500 * 2 ** (deaths - 1), 30_000);

export class Supervised {
  #options;
  #child;
  #deaths = 0;
  #stopping = new AbortController();
  #ended = Promise.resolve();

  /** `mayRestart(death)` is called after each death; `changed()` when the pid has changed. */
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
    // The IPC channel closes when this process dies, and the child exits then. It has a process group of its own, so
    // that Ctrl-C in the terminal does not reach it before our SIGTERM.
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
    this.#ended = exit.then((reason) => this.#died(reason, began, logged));
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

  async #died(reason, began, logged) {
    this.#child = undefined;
    const { signal } = this.#stopping;
    if (signal.aborted) return;
    this.#deaths = performance.now() - began > STABLE_RUN_MS ? 1 : this.#deaths + 1;
    const wait = backoff(this.#deaths);
    const restarts = this.#options.mayRestart({
      process: this,
      reason,
      wait,
      lastLines: lastLines(logFile(this.name), logged),
    });
    if (!restarts) return;
    await delay(wait, undefined, { signal }).catch(() => {});
    if (!signal.aborted) this.#start();
  }

  /** Sends SIGTERM, and SIGKILL after STOP_TIMEOUT_MS. */
  async stop() {
    this.#stopping.abort();
    const child = this.#child;
    if (!child) return;
    // Windows has no SIGTERM: there closing the channel asks the child to exit.
    if (isWindows) child.disconnect();
    else child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await this.#ended;
    clearTimeout(force);
  }
}
