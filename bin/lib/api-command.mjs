/** Runs a role of the API as a command, on the database of `npm start`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { gatewayDatabase } from './gateway-database.mjs';
import { lastingFolder } from './postgres-folder.mjs';
import { startPostgres } from './postgres-server.mjs';
import { inRoot } from './project.mjs';

export const API_MAIN = inRoot('api/dist/main.js');

/** The embedded server, for as long as the command runs; a server that was running before continues. */
async function embeddedDatabase() {
  const postgres = await startPostgres(lastingFolder());
  const stop = () => (postgres.reused ? undefined : postgres.stop());
  try {
    return { url: await gatewayDatabase(postgres), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Uses DATABASE_URL, or the embedded PostgreSQL if it is not set. Returns the exit code. */
export async function runApi(words, { needsDatabase = true } = {}) {
  const isOwn = process.env.DATABASE_URL || process.env.DATABASE_URL_FILE;
  const server = needsDatabase && !isOwn ? await embeddedDatabase() : undefined;
  try {
    const env = { ...process.env, ...(server && { DATABASE_URL: server.url }) };
    const child = spawn(process.execPath, [API_MAIN, ...words], { env, stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    return code ?? 1;
  } finally {
    await server?.stop();
  }
}
