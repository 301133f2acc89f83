import { DataSource } from 'typeorm';
import { SystemClock } from '../platform/clock.js';
import type { Settings } from '../platform/config/config.js';
import { dataSourceOptions } from '../platform/database/data-source.js';
import { Database } from '../platform/database/database.js';
import { SteadyClient } from '../platform/database/steady-client.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import { StatisticsService } from '../reporting/statistics/statistics.service.js';

/**
 * Counts all statistics again from the first event on, while the gateway runs. Its statements have no timeout. If it is
 * interrupted, the workers continue where it stopped.
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
