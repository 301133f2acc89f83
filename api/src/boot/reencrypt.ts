import type { Settings } from '../platform/config/config.js';
import { SteadyClient } from '../platform/database/steady-client.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import { ColumnPasses } from './column-passes.js';
import { SEALED_COLUMNS } from './sealed-columns.js';

type Logger = ReturnType<typeof createLogger>;

/**
 * Seals every stored secret again under the first key of ENCRYPTION_KEY. Servers and workers may run meanwhile: a value
 * is replaced only if it did not change since it was read. The next run continues an interrupted one. Returns whether
 * every secret is now sealed under the first key.
 */
export async function reencrypt(config: Settings, logger: Logger): Promise<boolean> {
  const box = new SecretBox(config.ENCRYPTION_KEY);
  const client = new SteadyClient({
    connectionString: config.DATABASE_URL,
    application_name: 'payment-gateway reencrypt',
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    let complete = true;
    for (const sealed of SEALED_COLUMNS) {
      const column = `${sealed.table}.${sealed.column}`;
      const { reencrypted, unopened, left } = await new ColumnPasses(client, box, sealed, logger).run();
      logger.info({ column, reencrypted, unopened, left }, 'column sealed under the first key');
      if (left > 0)
        logger.warn({ column, left }, 'some values are still sealed under another key: run the command again');
      complete &&= unopened === 0 && left === 0;
    }
    await logHowLongOldKeysAreNeeded(client, box, logger);
    return complete;
  } finally {
    await client.end();
  }
}

/** Fingerprints are hashes: they cannot be computed again, so the old keys are needed until the fingerprints expire. */
async function logHowLongOldKeysAreNeeded(client: SteadyClient, box: SecretBox, logger: Logger): Promise<void> {
  const { rows } = await client.query<{ until: Date | null }>(
    'SELECT max(expires_at) AS until FROM idempotency_keys WHERE expires_at > now() AND NOT starts_with(request_hash, $1)',
    [`${box.currentPrefix.split('.')[1]}.`],
  );
  const until = rows[0]?.until;
  const message = until
    ? 'keep the older keys of ENCRYPTION_KEY until then: fingerprints of idempotency keys need them'
    : 'no idempotency key needs an older key of ENCRYPTION_KEY';
  logger.info({ until }, message);
}
