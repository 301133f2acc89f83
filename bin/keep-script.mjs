/** A step of a release: `node bin/keep-script.mjs` keeps the built browser SDK, so that the checkout continues to serve it. */
import { readFileSync } from 'node:fs';
import { buildIfStale } from './lib/build.mjs';
import { keepScript } from './lib/kept-scripts.mjs';
import { inRoot } from './lib/project.mjs';
import { runMain, say, step } from './lib/terminal.mjs';

async function main() {
  await step('Build', () => buildIfStale());
  const { unconfiguredScript } = await import('../sdk/dist/script.js');
  const { version } = JSON.parse(readFileSync(inRoot('sdk/package.json'), 'utf8'));
  const kept = keepScript({ folder: inRoot('sdk/released'), version, code: unconfiguredScript() });
  say(`Kept: ${kept.join(', ')}. Commit sdk/released/.`);
}

runMain(main);
