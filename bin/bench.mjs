/**
 * `npm run bench`: measures the gateway's speed as ratios of two figures of the same run, and writes a table to the
 * terminal and to bench/REPORT.md. `--quick` takes three minutes, `--only S2,S4` measures these, `--verbose` prints every
 * sample. `--profile` writes CPU profiles and the most expensive statements to bench/profile instead of a report.
 * `--soak` (npm run bench:soak) measures the memory for ten minutes instead.
 */
import path from 'node:path';
import { SMALL } from './lib/gateway.mjs';
import { runHarness } from './lib/harness.mjs';
import { inRoot } from './lib/project.mjs';
import { runMain } from './lib/terminal.mjs';

runMain(() =>
  runHarness(async (programs, options) => {
    const { runBench } = await import(path.join(programs, 'bench/main.js'));
    return runBench(process.argv.slice(2), { ...options, small: SMALL, root: inRoot() });
  }),
);
