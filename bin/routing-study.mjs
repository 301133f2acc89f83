/**
 * `npm run routing-study`: simulated payments through three acquirers with outages and bad hours, on a simulated clock. The
 * gateway's own choice and scoring decide where each goes; the results are compared with an oracle's and with a fixed
 * order. Writes bench/ROUTING.md. `--seeds 30` and `--hours 4` are the defaults.
 */
import path from 'node:path';
import { runHarness } from './lib/harness.mjs';
import { inRoot } from './lib/project.mjs';
import { runMain } from './lib/terminal.mjs';

runMain(() =>
  runHarness(async (programs) => {
    const { runStudy } = await import(path.join(programs, 'bench/routing-study/main.js'));
    return runStudy(process.argv.slice(2), inRoot('bench/ROUTING.md'));
  }),
);
