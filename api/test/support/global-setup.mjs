import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

// Plain JavaScript: Jest loads this file before its module mapping works.
const TEMPLATE = 'gateway_template';
const ACQUIRER = 'simulated_acquirer';
const ACQUIRER_TIMEOUT_MS = 60_000;
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const urlOf = (database) =>
  Object.assign(new URL(process.env.TEST_DATABASE_URL), { pathname: `/${database}` }).toString();

async function run(database, ...statements) {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * One simulated acquirer for all test files, with one database; each gateway has an account of its own there. It exits
 * when this process does, because its IPC channel closes.
 */
async function startAcquirer() {
  await run('postgres', `DROP DATABASE IF EXISTS ${ACQUIRER} WITH (FORCE)`, `CREATE DATABASE ${ACQUIRER}`);
  const port = await freePort();
  const [url, adminKey] = [`http://127.0.0.1:${port}`, randomBytes(24).toString('hex')];
  const env = {
    PATH: process.env.PATH,
    ACQUIRER_DATABASE_URL: urlOf(ACQUIRER),
    ACQUIRER_PORT: String(port),
    ACQUIRER_ADMIN_KEY: adminKey,
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [MAIN, 'acquirer'], { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.unref();
  child.channel.unref();
  const end = performance.now() + ACQUIRER_TIMEOUT_MS;
  const isReady = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > end) throw new Error('the simulated acquirer did not start');
    await pause(50);
  }
  process.env.TEST_ACQUIRER = JSON.stringify({ url, adminKey, databaseUrl: urlOf(ACQUIRER) });
  globalThis.testAcquirer = child;
}

/**
 * Makes the template database that every test file clones: migrated, with the demo merchant, whose inbox is removed. Then
 * starts the acquirer.
 */
export default async function globalSetup() {
  await run('postgres', `DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`, `CREATE DATABASE ${TEMPLATE}`);
  await run(TEMPLATE, 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const env = { PATH: process.env.PATH, DATABASE_URL: urlOf(TEMPLATE), LOG_LEVEL: 'warn' };
  execFileSync(process.execPath, [MAIN, 'migrate'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  // Tests add their own endpoints. The inbox is marked as removed: without the row a boot would create it again.
  await run(TEMPLATE, 'UPDATE webhook_endpoints SET enabled = false, deleted_at = now()');
  await startAcquirer();
}
