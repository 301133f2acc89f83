/**
 * `npm test`: every suite against a PostgreSQL (and, where installed, a Redis) of its own, the web apps in a browser.
 * Arguments go to Jest.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './lib/build.mjs';
import { findChromium } from './lib/chromium.mjs';
import { installed, run } from './lib/command.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { Stop, requireNode, root } from './lib/project.mjs';
import { startRedis } from './lib/redis-server.mjs';
import { makeScratchFolder, removeScratchFolder, sweepScratchFolders } from './lib/scratch-folder.mjs';
import { complain, say, step } from './lib/terminal.mjs';

const SUITES = [
  { name: 'SDK', config: 'sdk/jest.config.mjs' },
  { name: 'Checkout', config: 'web-checkout/jest.config.mjs' },
  { name: 'Dashboard', config: 'web-dashboard/jest.config.mjs' },
  { name: 'API', config: 'api/jest.config.mjs' },
];
const chosen = process.argv.slice(2);
const NO_REDIS =
  'not installed: the Redis suites are skipped (Debian: apt-get install redis-server; macOS: brew install redis)';

const NO_BROWSER =
  'none that starts: the browser tests are skipped (Debian: apt-get install chromium; else set CHROMIUM_PATH)';
const BROWSER_TESTS = 'web-[a-z]+/test/';

const interrupted = new AbortController();
const { signal } = interrupted;
const servers = [];
let folder;
let browser;

async function startServers() {
  await sweepScratchFolders();
  folder = makeScratchFolder();
  await step('PostgreSQL', async () => {
    const postgres = await startPostgres(folder, { settings: { max_connections: 300 }, preferredPort: 0, signal });
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
}

async function stopServers() {
  await Promise.all(servers.map((server) => server.stop()));
  if (folder) removeScratchFolder(folder);
}

/** Runs a suite. On a shared machine (CI) the files that failed are run once more, alone; which ones is said. */
async function runSuite({ name, config }, index) {
  say(`\n${name}`);
  const first = await runJest(config, `result-${index}.json`, ['--maxWorkers=2', ...chosen]);
  if (!process.env.CI || first.files.length === 0 || signal.aborted) return first;
  const names = first.files.map((file) => path.relative(root, file));
  say(`\n${name}, once more and alone: ${names.join(', ')}`);
  const again = await runJest(config, `result-${index}-again.json`, ['--maxWorkers=1', '--runTestsByPath', ...names]);
  if (again.code === 0) say(`\nFailed beside others, passed alone: ${names.join(', ')}`);
  return { ...again, passed: first.passed + first.failed - again.failed, skipped: first.skipped };
}

/** One Jest run; a suite that could not even be loaded counts as one failure. */
async function runJest(config, report, words) {
  const file = path.join(folder, report);
  const reporting = ['--json', `--outputFile=${file}`, '--passWithNoTests'];
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    installed('jest/bin/jest.js'),
    '-c',
    config,
  ];
  if (!browser) reporting.push('--testPathIgnorePatterns', '/node_modules/', BROWSER_TESTS);
  // Jest prints its report to stdout as well when asked for JSON; what people read goes to stderr.
  const stdio = ['ignore', 'ignore', 'inherit'];
  const { code } = await run(process.execPath, [...jest, ...reporting, ...words], { stdio, signal });
  if (!existsSync(file)) return { code: code || 1, passed: 0, failed: 1, skipped: 0, files: [] };
  const result = JSON.parse(readFileSync(file, 'utf8'));
  const broken = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    code,
    passed: result.numPassedTests,
    failed: code === 0 ? broken : Math.max(broken, 1),
    skipped: result.numPendingTests + result.numTodoTests,
    files: result.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name),
  };
}

async function main() {
  requireNode();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());
  const results = [];
  try {
    await step('Packages', () => installIfNeeded(signal));
    await step('Build', () => buildIfStale(signal));
    await startServers();
    for (const [index, suite] of SUITES.entries()) if (!signal.aborted) results.push(await runSuite(suite, index));
  } finally {
    await stopServers();
  }
  const sum = (what) => results.reduce((total, result) => total + result[what], 0);
  const skipped = sum('skipped');
  if (!signal.aborted && sum('passed') + sum('failed') === 0) throw new Stop(`No test matches ${chosen.join(' ')}`);
  say(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
  return signal.aborted ? 130 : (results.find(({ code }) => code !== 0)?.code ?? 0);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    complain(error);
    say('\n0 passed, 1 failed');
    process.exit(1);
  },
);
