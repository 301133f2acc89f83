import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Settings } from '../config/config.js';
import type { createLogger } from '../telemetry/logger.js';
import { dataSourceOptions } from './data-source.js';

/** Longer than a migration that adds an index to a large table. After it, an orchestrator restarts the process. */
export const SCHEMA_TIMEOUT_MS = 5 * 60_000;
const POLL_INTERVAL_MS = 1_000;
const QUERY_TIMEOUT_MS = 3_000;

const HAS_MIGRATIONS = `SELECT to_regclass('public.migrations') IS NOT NULL AS found`;
const NAMES = 'SELECT name FROM public.migrations';

/** This program's migrations, those of them that the database lacks, and those of the database that it does not have. */
export async function compareMigrations(client: pg.Client, config: Settings) {
  const known = (dataSourceOptions(config).migrations as (new () => { name?: string })[]).map(
    (Migration) => new Migration().name ?? Migration.name,
  );
  const hasTable = (await client.query<{ found: boolean }>(HAS_MIGRATIONS)).rows[0]?.found;
  const applied = hasTable ? (await client.query<{ name: string }>(NAMES)).rows.map(({ name }) => name) : [];
  return {
    known,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/**
 * Resolves once the database has every migration of this program. Orchestrators start servers, workers and the migration
 * together; until then a server does not listen and a worker takes no jobs. A database with newer migrations is accepted.
 */
export async function waitForSchema(config: Settings, logger: ReturnType<typeof createLogger>): Promise<void> {
  const giveUpAt = performance.now() + SCHEMA_TIMEOUT_MS;
  for (let logged = ''; ;) {
    const problem = await problemOf(config);
    if (problem === '') return;
    if (performance.now() > giveUpAt) throw new Error(`gave up waiting for the schema: ${problem}`);
    if (problem !== logged) logger.warn(`waiting for the schema (node main.js migrate): ${problem}`);
    logged = problem;
    await pause(POLL_INTERVAL_MS);
  }
}

/** Why the schema is not usable yet; empty if it is. */
async function problemOf(config: Settings): Promise<string> {
  const client = new pg.Client({
    connectionString: config.DATABASE_URL,
    application_name: 'payment-gateway boot',
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { missing } = await compareMigrations(client, config);
    return missing.length > 0 ? `not applied: ${missing.join(', ')}` : '';
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return `the database cannot be reached: ${message || code}`;
  } finally {
    await client.end().catch(() => undefined);
  }
}
