/**
 * `npm test`: runs every suite against a PostgreSQL (and, if installed, a Redis) of its own, the web apps in a browser.
 * `--full` (`npm run test:full`) adds tests that are too slow for every change. Other arguments are passed to Jest.
 */
import path from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { HOW_TO_INSTALL, ciTools, installCiTools } from './lib/ci-tools.mjs';
import { findChromium } from './lib/chromium.mjs';
import { installWithTools } from './lib/install.mjs';
import { runJest, slowest } from './lib/jest-run.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { Stop, requireNode } from './lib/project.mjs';
import { startRedis } from './lib/redis-server.mjs';
import { makeScratchFolder, removeScratchFolder, sweepScratchFolders } from './lib/scratch-folder.mjs';
import { abortOnSignals, runMain, say, seconds, step, table } from './lib/terminal.mjs';

const PROJECTS = ['api', 'sdk', 'web-checkout', 'web-dashboard'];
const WORKERS = 3;
const SLOWEST_SHOWN = 15;
/** A gateway may open 70 connections, and some test files run three gateways. */
const MAX_CONNECTIONS = 500;

const full = process.argv.includes('--full');
if (full) process.env.TEST_FULL = 'true';
const chosen = process.argv.slice(2).filter((word) => word !== '--full');
/** The web apps are not built for chosen files of the API alone. */
const builds = chosen.length > 0 && chosen.every((word) => word.startsWith('api/')) ? ['api'] : undefined;

const NO_REDIS =
  'not installed: the Redis suites are skipped (Debian: apt-get install redis-server; macOS: brew install redis)';
const NO_BROWSER =
  'none usable: the browser tests are skipped (Debian: apt-get install chromium; else set CHROMIUM_PATH)';
const NO_CI_TOOLS = `not installed: the Postman collection and generated clients are not run (${HOW_TO_INSTALL})`;

const interrupted = new AbortController();
const { signal } = interrupted;
const servers = [];
let folder;
let browser;

async function startServers() {
  await sweepScratchFolders();
  folder = makeScratchFolder();
  await step('PostgreSQL', async () => {
    const postgres = await startPostgres(folder, {
      settings: { max_connections: MAX_CONNECTIONS },
      preferredPort: 0,
      signal,
    });
    servers.push(postgres);
    process.env.TEST_DATABASE_URL = postgres.adminUrl();
    return `127.0.0.1:${postgres.port}`;
  });
  await step('Redis', async () => {
    const redis = await startRedis(folder);
    if (!redis) return NO_REDIS;
    servers.push(redis);
    process.env.TEST_REDIS_URL = redis.url;
    return new URL(redis.url).host;
  });
  await step('Browser', async () => {
    browser = await findChromium(folder);
    if (!browser) return NO_BROWSER;
    process.env.TEST_CHROMIUM = JSON.stringify(browser);
    return browser.version;
  });
  await step('CI tools', async () => {
    const tools = chosen.length === 0 || full ? await installCiTools() : ciTools();
    if (!tools) return NO_CI_TOOLS;
    process.env.TEST_CI_TOOLS = tools;
    return 'newman, openapi-fetch, swagger-typescript-api';
  });
}

async function stopServers() {
  await Promise.all(servers.map((server) => server.stop()));
  if (folder) removeScratchFolder(folder);
}

/** Runs everything. In CI, on a shared machine, failed files run again alone, and tests that pass then are reported. */
async function runAll() {
  const jest = (report, workers, words) =>
    runJest(PROJECTS, { report: path.join(folder, report), workers, browser, full, words, signal });
  const first = await jest('result.json', WORKERS, chosen);
  const failed = first.files.filter((file) => file.failed);
  if (!process.env.CI || failed.length === 0 || signal.aborted) return first;
  const names = failed.map(({ name }) => name);
  say(`\nAgain, alone: ${names.join(', ')}`);
  const again = await jest('again.json', 1, ['--runTestsByPath', ...names]);
  for (const { name, failures } of failed) {
    if (again.files.some((file) => file.name === name && file.failed)) continue;
    say(`\nFLAKE ${name}: failed beside others, passed alone`);
    for (const failure of failures) say(`  ${failure}`);
  }
  return { ...again, passed: first.passed + first.failed - again.failed, skipped: first.skipped, files: first.files };
}

async function main() {
  requireNode();
  abortOnSignals(interrupted);
  const began = performance.now();
  let result;
  try {
    await step('Packages', () => installWithTools(signal));
    await step('Build', () => buildIfStale(signal, builds));
    await startServers();
    say();
    result = await runAll();
  } finally {
    await stopServers();
  }
  const { code, passed, failed, skipped, files } = result;
  if (!signal.aborted && passed + failed + skipped === 0) throw new Stop(`No test matches ${chosen.join(' ')}`);
  if (files.length > 1)
    say(`\nThe slowest files, of ${files.length}, in ${seconds(began)}:\n${table(slowest(files, SLOWEST_SHOWN))}`);
  say(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return signal.aborted ? 130 : code;
}

runMain(main, { onError: '0 passed, 1 failed' });
