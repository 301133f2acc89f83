import { DataSource } from 'typeorm';
import type { Settings } from '../config/config.js';
import { dataSourceOptions } from './data-source.js';

const MIGRATION_LOCK = 7_261_001;

/**
 * Applies what is missing. Any number of replicas may call it at once: an advisory lock lets one work, the others wait. The
 * lock is a transaction's, since behind a pooler a session's would stay with whichever connection it fell upon.
 */
export async function migrate(config: Settings): Promise<string[]> {
  const options = dataSourceOptions(config);
  const source = await new DataSource({
    ...options,
    extra: { connectionTimeoutMillis: 10_000 },
  }).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const done = await source.runMigrations();
    return done.map((migration) => migration.name);
  } finally {
    await runner.commitTransaction().catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}
