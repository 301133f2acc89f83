/**
 * `npm run chaos -- --seed 1,2,3 --minutes 2 --queue redis,postgres`: load on a whole gateway whose processes, database,
 * queue and receivers are broken at random moments; then history, database, bank and receiver are reconciled.
 * `--recovery` measures how long each part takes to come back instead. A run of one seed breaks the same things again.
 */
import path from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { compileHarness } from './lib/harness.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { redisServer } from './lib/redis-server.mjs';
import { dataFolder, requireNode } from './lib/project.mjs';
import { makeScratchFolder, removeScratchFolder, sweepScratchFolders } from './lib/scratch-folder.mjs';
import { complain, step } from './lib/terminal.mjs';

async function main() {
  requireNode();
  await step('Packages', () => installIfNeeded());
  await step('Build', () => buildIfStale());
  await sweepScratchFolders();
  const folder = makeScratchFolder();
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());
  try {
    const program = path.join(await compileHarness(), 'chaos/main.js');
    const { runChaos } = await import(program);
    return await runChaos(process.argv.slice(2), {
      folder,
      startPostgres,
      signal: interrupted.signal,
      redis: redisServer() !== undefined,
      logs: path.join(dataFolder, 'chaos'),
    });
  } finally {
    removeScratchFolder(folder);
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    complain(error);
    process.exit(1);
  },
);
