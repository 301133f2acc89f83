/**
 * `npm run reencrypt`: seals every stored secret again under the first key of ENCRYPTION_KEY. Settings are read as
 * `npm start` reads them; the embedded server is used when it runs, and started for the time of the command otherwise.
 * In a container: `node api/dist/main.js reencrypt`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildIfStale } from './lib/build.mjs';
import { gatewayDatabase } from './lib/gateway-database.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { lastingFolder } from './lib/postgres-folder.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { inRoot, loadEnvironment, requireNode } from './lib/project.mjs';
import { complain } from './lib/terminal.mjs';

async function main() {
  requireNode();
  loadEnvironment();
  await installIfNeeded();
  await buildIfStale();
  const isOwn = process.env.DATABASE_URL || process.env.DATABASE_URL_FILE;
  const server = isOwn ? undefined : await startPostgres(lastingFolder());
  try {
    if (server) process.env.DATABASE_URL = await gatewayDatabase(server);
    const child = spawn(process.execPath, [inRoot('api/dist/main.js'), 'reencrypt'], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    if (server && !server.reused) await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => (complain(error), process.exit(1)),
);
