/**
 * `npm run test:compose`: builds the images, runs docker-compose.yml as users do, makes parts of it fail, and removes it
 * afterwards in every case. Prints "N passed, N failed" at the end.
 */
import { Compose } from './lib/compose.mjs';
import { PROMISES } from './lib/compose-promises.mjs';
import { Stop, requireNode } from './lib/project.mjs';
import { abortOnSignals, bold, runMain, say, seconds, step } from './lib/terminal.mjs';

const PROJECT = 'payment_gateway_test';
const interrupted = new AbortController();

async function runAll(compose) {
  const results = { passed: 0, failed: 0 };
  const state = {};
  for (const [promise, test] of PROMISES) {
    const began = performance.now();
    const fault = await test({ compose, state }).then(
      () => undefined,
      (error) => error,
    );
    if (interrupted.signal.aborted) return results;
    say(`  ${fault ? '✗' : '✓'} ${promise} (${seconds(began)})`);
    if (fault) say((fault instanceof Stop ? fault.message : fault.stack).replace(/^/gm, '      '));
    results[fault ? 'failed' : 'passed'] += 1;
    // The other promises need a deployment.
    if (fault && !state.inbox) return { ...results, failed: results.failed + PROMISES.length - 1 };
  }
  return results;
}

async function main() {
  requireNode();
  abortOnSignals(interrupted);
  say(`\n${bold('Payment gateway by docker-compose')}\n`);
  const compose = await Compose.prepare(PROJECT);
  compose.signal = interrupted.signal;
  try {
    await compose.down('-v'); // leftovers of a killed run
    await step('Images', () => compose.build());
    const { passed, failed } = await runAll(compose);
    say(`\n${passed} passed, ${failed} failed`);
    return interrupted.signal.aborted ? 130 : Number(failed > 0);
  } finally {
    await compose.remove();
  }
}

runMain(main, { onError: '0 passed, 1 failed' });
