/**
 * `npm run admin -- <command>`: the operator's command of a clone, which is `node api/dist/main.js admin` of an image. With
 * no DATABASE_URL it works on the embedded PostgreSQL of `npm start`, and starts that for a moment where it is not running.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { gatewayDatabase } from './lib/gateway-database.mjs';
import { lastingFolder } from './lib/postgres-folder.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { Stop, inRoot, loadEnvironment, requireNode } from './lib/project.mjs';
import { complain } from './lib/terminal.mjs';

const API_MAIN = inRoot('api/dist/main.js');
const words = process.argv.slice(2);
const NEEDS_NO_DATABASE = ['help', '--help', '-h'];

/** The embedded server, as long as it is needed; one that was running goes on. */
async function embedded() {
  const postgres = await startPostgres(lastingFolder());
  const stop = () => (postgres.reused ? undefined : postgres.stop());
  try {
    return { url: await gatewayDatabase(postgres), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function main() {
  requireNode();
  if (!existsSync(API_MAIN)) throw new Stop('The gateway is not built yet: run `npm start` once, or `npm run build`.');
  loadEnvironment();
  const isHelp = words.length === 0 || words.some((word) => NEEDS_NO_DATABASE.includes(word));
  const own = process.env.DATABASE_URL || process.env.DATABASE_URL_FILE;
  const server = isHelp || own ? undefined : await embedded();
  try {
    const env = { ...process.env, ...(server && { DATABASE_URL: server.url }) };
    const child = spawn(process.execPath, [API_MAIN, 'admin', ...words], { env, stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    await server?.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => (complain(error), process.exit(1)),
);
