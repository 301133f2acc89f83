import { DataSource } from 'typeorm';
import { SystemClock } from './common/clock.js';
import type { createLogger } from './common/logger.js';
import { SteadyClient } from './common/steady-client.js';
import type { Settings } from './config/config.js';
import { dataSourceOptions } from './database/data-source.js';
import { Database } from './database/database.js';
import { StatisticsService } from './reports/statistics.service.js';

/**
 * Counts all statistics again, from the first event on; a gateway may run meanwhile. Its statements have no time limit,
 * and when it is interrupted, the workers go on where it was.
 */
export async function rebuildStatistics(config: Settings, logger: ReturnType<typeof createLogger>): Promise<void> {
  const source = await new DataSource({
    ...dataSourceOptions(config),
    extra: { Client: SteadyClient, connectionTimeoutMillis: 10_000 },
  }).initialize();
  try {
    const passes = await new StatisticsService(new Database(source, config), new SystemClock()).rebuild();
    logger.info({ passes }, 'statistics rebuilt');
  } finally {
    await source.destroy();
  }
}
