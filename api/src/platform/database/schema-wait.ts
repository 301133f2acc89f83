import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Settings } from '../config/config.js';
import type { createLogger } from '../telemetry/logger.js';
import { dataSourceOptions } from './data-source.js';

/** Longer than a migration that adds an index to a large table; an orchestrator then starts the process anew. */
export const SCHEMA_PATIENCE_MS = 5 * 60_000;
const LOOK_EVERY_MS = 1_000;
const LOOK_WITHIN_MS = 3_000;

const APPLIED = `SELECT to_regclass('public.migrations') IS NOT NULL AS there`;
const NAMES = 'SELECT name FROM public.migrations';

/** Which migrations of this program the database lacks, and which it has that this program does not know. */
export async function compareMigrations(client: pg.Client, config: Settings) {
  const known = (dataSourceOptions(config).migrations as (new () => { name?: string })[]).map(
    (Migration) => new Migration().name ?? Migration.name,
  );
  const there = (await client.query<{ there: boolean }>(APPLIED)).rows[0]?.there;
  const applied = there ? (await client.query<{ name: string }>(NAMES)).rows.map(({ name }) => name) : [];
  return {
    known,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/**
 * Resolves once the database has every migration this program was built with. Orchestrators start servers, workers and the
 * migration together, and whoever is first waits here: it listens to nobody and takes no job. A newer database is fine.
 */
export async function schemaApplied(config: Settings, logger: ReturnType<typeof createLogger>): Promise<void> {
  const giveUpAt = performance.now() + SCHEMA_PATIENCE_MS;
  for (let said = ''; ;) {
    const lack = await look(config);
    if (lack === '') return;
    if (performance.now() > giveUpAt) throw new Error(`gave up waiting for the schema: ${lack}`);
    if (lack !== said) logger.warn(`waiting for the schema (node main.js migrate): ${lack}`);
    said = lack;
    await pause(LOOK_EVERY_MS);
  }
}

/** What is missing, in words; nothing when all is there. */
async function look(config: Settings): Promise<string> {
  const client = new pg.Client({
    connectionString: config.DATABASE_URL,
    application_name: 'payment-gateway boot',
    connectionTimeoutMillis: LOOK_WITHIN_MS,
    query_timeout: LOOK_WITHIN_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { missing } = await compareMigrations(client, config);
    return missing.length > 0 ? `not applied: ${missing.join(', ')}` : '';
  } catch (error) {
    const { message, code } = error as Error & { code?: string };
    return `the database cannot be asked: ${message || code}`;
  } finally {
    await client.end().catch(() => undefined);
  }
}
