import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

// Plain JavaScript: Jest loads this file before its module mapping works.
const TEMPLATE = 'gateway_template';
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

const urlOf = (database) =>
  Object.assign(new URL(process.env.TEST_DATABASE_URL), { pathname: `/${database}` }).toString();

async function run(database, ...statements) {
  const client = new pg.Client({ connectionString: urlOf(database) });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/**
 * Makes the template database that every test file clones: migrated, with the demo merchant, whose inbox is removed.
 */
export default async function globalSetup() {
  await run('postgres', `DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`, `CREATE DATABASE ${TEMPLATE}`);
  await run(TEMPLATE, 'CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const env = { PATH: process.env.PATH, DATABASE_URL: urlOf(TEMPLATE), LOG_LEVEL: 'warn' };
  execFileSync(process.execPath, [MAIN, 'migrate'], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  // Tests add their own endpoints. The inbox is marked as removed: without the row a boot would create it again.
  await run(TEMPLATE, 'UPDATE webhook_endpoints SET enabled = false, deleted_at = now()');
}
