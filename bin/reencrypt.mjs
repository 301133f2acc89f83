/**
 * `npm run reencrypt`: seals every stored secret again under the first key of ENCRYPTION_KEY. It reads the settings of
 * `npm start`. Without DATABASE_URL it uses the embedded PostgreSQL, which it starts for the command if necessary. In a
 * container: `node api/dist/main.js reencrypt`.
 */
import { runApi } from './lib/api-command.mjs';
import { buildIfStale } from './lib/build.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { loadEnvironment, requireNode } from './lib/project.mjs';
import { runMain } from './lib/terminal.mjs';

runMain(async () => {
  requireNode();
  loadEnvironment();
  await installIfNeeded();
  await buildIfStale();
  return runApi(['reencrypt']);
});
