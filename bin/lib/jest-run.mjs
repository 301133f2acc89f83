/** Runs Jest over some projects and summarises its report. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { installed, run } from './command.mjs';
import { inRoot, root } from './project.mjs';

const BROWSER_TESTS = 'web-[a-z]+/test/';
/** Too slow for every change. */
const FULL_TESTS = '\\.full\\.test\\.ts$';

/** `words` are passed to Jest unchanged. */
export async function runJest(projects, { report, workers, browser, full, words, signal }) {
  const ignored = ['/node_modules/', ...(browser ? [] : [BROWSER_TESTS]), ...(full ? [] : [FULL_TESTS])];
  const { code } = await run(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', installed('jest/bin/jest.js')],
      ...['--projects', ...projects.map((project) => inRoot(project))],
      `--testSequencer=${inRoot('api/test/support/longest-first.mjs')}`,
      ...['--json', `--outputFile=${report}`, '--passWithNoTests'],
      ...['--testPathIgnorePatterns', ...ignored],
      `--maxWorkers=${workers}`,
      ...words,
    ],
    // With --json, Jest prints the report to stdout and its usual output to stderr.
    { stdio: ['ignore', 'ignore', 'inherit'], signal },
  );
  if (!existsSync(report)) return { code: code || 1, passed: 0, failed: 1, skipped: 0, files: [] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A file that fails to load counts as one failure.
  const broken = result.numFailedTests + result.numRuntimeErrorTestSuites;
  return {
    code,
    passed: result.numPassedTests,
    failed: code === 0 ? broken : Math.max(broken, 1),
    skipped: result.numPendingTests + result.numTodoTests,
    files: result.testResults.map(summaryOf),
  };
}

function summaryOf({ name, status, startTime, endTime, assertionResults }) {
  const failures = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
  return {
    name: path.relative(root, name),
    failed: status === 'failed',
    seconds: (endTime - startTime) / 1_000,
    failures,
  };
}

/** The slowest files, as rows of a table. */
export const slowest = (files, count) =>
  [...files]
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ name, seconds }) => [`${seconds.toFixed(1)} s`, name]);
