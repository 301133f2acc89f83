import { DataSource } from 'typeorm';
import type { Settings } from '../config/config.js';
import { LOCK_IDS, WAIT_FOR_LOCK } from './advisory-locks.js';
import { dataSourceOptions } from './data-source.js';

/**
 * Applies the missing migrations; returns their names. Replicas may call it concurrently: an advisory lock lets one work
 * while the others wait.
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
    await runner.query(WAIT_FOR_LOCK, [LOCK_IDS.migration]);
    const done = await source.runMigrations();
    return done.map((migration) => migration.name);
  } finally {
    await runner.commitTransaction().catch(() => undefined);
    await runner.release();
    await source.destroy();
  }
}
