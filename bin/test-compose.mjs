/**
 * `npm run test:compose`: builds the images, runs docker-compose.yml as users do, breaks parts of it, and takes it down
 * again whatever happened. Ends with "N passed, N failed".
 */
import { Compose } from './lib/compose.mjs';
import { PROMISES } from './lib/compose-promises.mjs';
import { Stop, requireNode } from './lib/project.mjs';
import { bold, complain, say, seconds, step } from './lib/terminal.mjs';

const PROJECT = 'payment_gateway_test';
const interrupted = new AbortController();

async function tryAll(compose) {
  const results = { passed: 0, failed: 0 };
  const state = {};
  for (const [promise, proof] of PROMISES) {
    const began = performance.now();
    const fault = await proof({ compose, state }).then(
      () => undefined,
      (error) => error,
    );
    if (interrupted.signal.aborted) return results;
    say(`  ${fault ? '✗' : '✓'} ${promise} (${seconds(began)})`);
    if (fault) say((fault instanceof Stop ? fault.message : fault.stack).replace(/^/gm, '      '));
    results[fault ? 'failed' : 'passed'] += 1;
    // Without a deployment there is nothing to try the rest on.
    if (fault && !state.inbox) return { ...results, failed: results.failed + PROMISES.length - 1 };
  }
  return results;
}

async function main() {
  requireNode();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());
  say(`\n${bold('Payment gateway by docker-compose')}\n`);
  const compose = await Compose.prepare(PROJECT);
  compose.signal = interrupted.signal;
  try {
    await compose.down('-v'); // what a killed run may have left
    await step('Images', () => compose.build());
    const { passed, failed } = await tryAll(compose);
    say(`\n${passed} passed, ${failed} failed`);
    return interrupted.signal.aborted ? 130 : Number(failed > 0);
  } finally {
    await compose.remove();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    complain(error);
    say('\n0 passed, 1 failed');
    process.exit(1);
  },
);
