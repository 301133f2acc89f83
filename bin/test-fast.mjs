/**
 * `npm run test:fast`: the tests that a version of Node is most likely to break, in under three minutes: every pure file,
 * and requests, payments, webhooks, streams, kills, the SDK and both web apps end to end. `-- --node 24` runs them, and
 * all processes that they start, on that version from the npm registry; `-- --node 24 --all` runs every test.
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/command.mjs';
import { installNode } from './lib/node-version.mjs';
import { inRoot, requireNode } from './lib/project.mjs';
import { runMain, say } from './lib/terminal.mjs';

const FILES = [
  'api/src/',
  ...['contract/assignment', 'contract/streams', 'money/payments', 'recovery/kill-worker', 'operations/bundle'].map(
    (name) => `api/test/${name}.test`,
  ),
  ...['security/security-boot', 'webhooks/webhook-delivery'].map((name) => `api/test/${name}.test`),
  'sdk/test/',
  ...['web-checkout', 'web-dashboard'].map((app) => `${app}/test/assignment.test`),
];

runMain(async () => {
  requireNode();
  const options = { node: { type: 'string' }, all: { type: 'boolean' } };
  const { values } = parseArgs({ options });
  const program = values.node ? await installNode(values.node) : process.execPath;
  say(`Node ${(await run(program, ['--version'])).output.trim()}`);
  // Programs that are found by name, such as `node` and `npm`, use the same version.
  const PATH = [path.dirname(program), process.env.PATH].join(path.delimiter);
  const { code } = await run(program, [inRoot('bin/test.mjs'), ...(values.all ? [] : FILES)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH },
  });
  return code;
});
