/** Terminal output: one line per step, with progress while a step takes long. */
import { Stop } from './project.mjs';

// A closed terminal or pipe must not end the process before it has stopped what it started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const live = Boolean(process.stdout.isTTY) && !process.env.CI;
const coloured = live && !process.env.NO_COLOR;
const paint = (code) => (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);

export const dim = paint(2);
export const bold = paint(1);
export const red = paint(31);
const green = paint(32);

export const say = (text = '') => process.stdout.write(`${text}\n`);
export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const WIDTH = 16;
/** In milliseconds. */
const QUIET_TIME = 3000;
const PROGRESS_INTERVAL = 15_000;

/** Runs `work` and prints its title and the detail that it returns. */
export async function step(title, work) {
  const began = performance.now();
  const label = title.padEnd(WIDTH);
  const early = live ? undefined : setTimeout(() => say(`  … ${title}`), QUIET_TIME);
  const ticker = setInterval(
    () =>
      live ? process.stdout.write(`\r  … ${label}${dim(seconds(began))}`) : say(`  … ${title}, ${seconds(began)}`),
    live ? 200 : PROGRESS_INTERVAL,
  );
  const finish = (mark, detail) => {
    clearTimeout(early);
    clearInterval(ticker);
    if (live) process.stdout.write('\r\u001b[2K');
    say(`  ${mark} ${label}${detail}`);
  };
  try {
    const detail = await work();
    finish(green('✓'), `${detail ?? ''}  ${dim(seconds(began))}`);
  } catch (error) {
    finish(red('✗'), dim(seconds(began)));
    throw error;
  }
}

/** The columns of a small table, each as wide as its widest cell. */
export function table(rows) {
  const widths = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd()).join('\n');
}

/** Aborts the controller when the process is asked to stop. */
export function abortOnSignals(controller) {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => controller.abort());
}

/** Runs a command and exits with the code that it returns (none: 0), or prints its error and exits with 1. */
export async function runMain(main, { onError } = {}) {
  try {
    const code = await main();
    process.exit(typeof code === 'number' ? code : 0);
  } catch (error) {
    complain(error);
    if (onError) say(`\n${onError}`);
    process.exit(1);
  }
}

export function complain(error) {
  process.stderr.write(`\n${red('Stopped:')} ${error instanceof Stop ? error.message : (error?.stack ?? error)}\n`);
}
