/**
 * `npm run chaos -- --seed 1,2,3 --minutes 2 --queue redis,postgres`: puts load on a gateway while its processes, database,
 * queue and receivers fail at random times, then reconciles history, database, bank and receiver. `--recovery` measures
 * the recovery time of each part instead. The same seed repeats the same failures.
 */
import path from 'node:path';
import { runHarness } from './lib/harness.mjs';
import { dataFolder } from './lib/project.mjs';
import { runMain } from './lib/terminal.mjs';

runMain(() =>
  runHarness(async (programs, options) => {
    const { runChaos } = await import(path.join(programs, 'chaos/main.js'));
    return runChaos(process.argv.slice(2), { ...options, logs: path.join(dataFolder, 'chaos') });
  }),
);
