/** Calm output: one line per step, and a sign of life while a step takes long. */
import { Stop } from './project.mjs';

// A closed terminal or pipe is no reason to leave without stopping what was started.
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
const QUIET_UNTIL = 3000;
const SIGN_OF_LIFE = 15_000;

/** Runs `work`, which returns the detail to show beside the title. */
export async function step(title, work) {
  const began = performance.now();
  const label = title.padEnd(WIDTH);
  const early = live ? undefined : setTimeout(() => say(`  … ${title}`), QUIET_UNTIL);
  const ticker = setInterval(
    () =>
      live ? process.stdout.write(`\r  … ${label}${dim(seconds(began))}`) : say(`  … ${title}, ${seconds(began)}`),
    live ? 200 : SIGN_OF_LIFE,
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

export function complain(error) {
  process.stderr.write(`\n${red('Stopped:')} ${error instanceof Stop ? error.message : (error?.stack ?? error)}\n`);
}
