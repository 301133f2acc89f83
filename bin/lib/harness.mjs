/** Compiles and runs the programs below api/test (chaos, the benchmark). */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { installWithTools } from './install.mjs';
import { startPostgres } from './postgres-server.mjs';
import { inRoot, requireNode } from './project.mjs';
import { redisServer } from './redis-server.mjs';
import { makeScratchFolder, removeScratchFolder, sweepScratchFolders } from './scratch-folder.mjs';
import { abortOnSignals, step } from './terminal.mjs';

const FROM = inRoot('api/test');
// Beside api/dist, so that relative paths to the API stay valid.
const TO = inRoot('api/dist-harness');

const isProgram = (name) => name.endsWith('.ts') && !name.endsWith('.test.ts');

/** Removes the types of all files; returns the folder of the compiled programs. */
async function compileHarness() {
  // Imported here: on a fresh clone the package is installed only before this call.
  const { transform } = await import('@swc/core');
  rmSync(TO, { recursive: true, force: true });
  const names = readdirSync(FROM, { recursive: true }).filter(isProgram);
  await Promise.all(
    names.map(async (name) => {
      const { code } = await transform(readFileSync(path.join(FROM, name), 'utf8'), {
        filename: name,
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      const target = path.join(TO, name.replace(/\.ts$/, '.js'));
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, code);
    }),
  );
  return TO;
}

/** Runs `work(programs, options)`: the folder of the compiled programs, and what every program needs. */
export async function runHarness(work) {
  requireNode();
  await step('Packages', () => installWithTools());
  await step('Build', () => buildIfStale());
  await sweepScratchFolders();
  const folder = makeScratchFolder();
  const interrupted = new AbortController();
  abortOnSignals(interrupted);
  const redis = redisServer() !== undefined;
  try {
    return await work(await compileHarness(), { folder, startPostgres, signal: interrupted.signal, redis });
  } finally {
    removeScratchFolder(folder);
  }
}
