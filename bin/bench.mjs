/**
 * `npm run bench`: how fast the gateway is, as ratios of two things measured in the same run; a table here and in
 * bench/REPORT.md. `--quick` takes three minutes, `--only S2,S4` measures these, `--verbose` shows every sample.
 * `--profile` writes CPU profiles and the dearest statements to bench/profile instead of a report.
 * `--soak` (npm run bench:soak) watches the memory for ten minutes instead.
 */
import path from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { SMALL } from './lib/gateway.mjs';
import { compileHarness } from './lib/harness.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { inRoot, requireNode } from './lib/project.mjs';
import { redisServer } from './lib/redis-server.mjs';
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
    const { runBench } = await import(path.join(await compileHarness(), 'bench/main.js'));
    return await runBench(process.argv.slice(2), {
      folder,
      startPostgres,
      small: SMALL,
      signal: interrupted.signal,
      redis: redisServer() !== undefined,
      root: inRoot(),
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
