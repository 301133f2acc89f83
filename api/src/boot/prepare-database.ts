import { DataSource } from 'typeorm';
import { ApiKey } from '../accounts/api-keys/api-key.entity.js';
import { refuseDemoMerchant, seedDemoMerchant } from '../accounts/demo/demo-merchant.js';
import { refuseDemoUser, seedDemoUser } from '../accounts/demo/demo-user.js';
import { AcquirerDatabase } from '../acquiring/simulated-acquirer/acquirer-database.js';
import { seedDemoInbox } from '../messaging/webhooks/endpoints/demo-inbox.js';
import type { Settings } from '../platform/config/config.js';
import { grantToAcquirerRole, grantToAppRole } from '../platform/database/app-role.js';
import { dataSourceOptions } from '../platform/database/data-source.js';
import { migrate } from '../platform/database/migrate.js';
import { hasRedis } from '../platform/queue/redis.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import type { createLogger } from '../platform/telemetry/logger.js';

const ACQUIRER_SCHEMA_TIMEOUT_MS = 60_000;

/**
 * Migrates the database, creates the simulated acquirer's schema in it and, in demo runs, the test merchant with its inbox. Safe
 * to run concurrently and repeatedly.
 */
export async function prepareDatabase(given: Settings, logger: ReturnType<typeof createLogger>): Promise<void> {
  const config = { ...given, DATABASE_URL: given.MIGRATION_DATABASE_URL ?? given.DATABASE_URL };
  // Servers and workers cannot create the queues' tables if their database role is a different one.
  if (given.MIGRATION_DATABASE_URL && !hasRedis(given))
    await (await import('../platform/queue/queue-schema.js')).prepareQueueSchema(config);
  // Before the migrations: a server or worker that boots waits for the migrations only.
  const acquirer = new AcquirerDatabase({
    connectionString: config.DATABASE_URL,
    poolSize: 1,
    timeoutMs: ACQUIRER_SCHEMA_TIMEOUT_MS,
    preparedStatements: config.PG_PREPARED === 'on',
  });
  await acquirer.prepare().finally(() => acquirer.close());
  const done = await migrate(config);
  // Without their times, which look like card numbers to the redaction.
  const migrations = done.map((name) => name.replace(/\d+$/, '')).join(' ');
  logger.info({ migrations }, done.length > 0 ? 'database migrated' : 'database is up to date');
  const source = await new DataSource({ ...dataSourceOptions(config), entities: [ApiKey] }).initialize();
  try {
    if (config.DEMO) {
      const secrets = new SecretBox(config.ENCRYPTION_KEY);
      await seedDemoMerchant(source, secrets, config);
      await seedDemoInbox(source, secrets);
      await seedDemoUser(source, config);
    } else {
      await refuseDemoMerchant(source, config);
      await refuseDemoUser(source, config);
    }
  } finally {
    await source.destroy();
  }
  const acquirerRole = await grantToAcquirerRole(given);
  if (acquirerRole) logger.info({ role: acquirerRole }, 'granted the role of the acquirer its schema');
  const role = await grantToAppRole(given);
  if (role) logger.info({ role }, 'granted the role of servers and workers the right to read and write rows');
}
