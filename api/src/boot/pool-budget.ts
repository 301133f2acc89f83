import type { Settings } from '../platform/config/config.js';
import type { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/sql.js';
import { queueConnections } from '../platform/queue/backend.js';
import type { Role } from '../platform/queue/redis.js';
import type { createLogger } from '../platform/telemetry/logger.js';

/** The connection of /health and /metrics: in a server, and in a worker with a METRICS_PORT. */
const PROBE_CONNECTIONS = 1;

/** The maximum number of connections that one process of this role opens to DATABASE_URL. */
export function connectionBudget(config: Settings, role: Role): number {
  const probe = role === 'server' || config.METRICS_PORT ? PROBE_CONNECTIONS : 0;
  return config.DATABASE_POOL_SIZE + probe + queueConnections(config, role);
}

/** How many connections this database role may open to this database, and how many are open. */
export const CONNECTION_LIMIT = statement(
  'connection_limit',
  `SELECT LEAST(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - current_setting('reserved_connections')::int,
    (SELECT NULLIF(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
    (SELECT NULLIF(datconnlimit, -1) FROM pg_database WHERE datname = current_database())) AS allowed,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS open`,
);
/** Timeouts that are not set. Behind a pooler only the database role can set them. */
export const MISSING_TIMEOUTS = statement(
  'missing_timeouts',
  `SELECT array_agg(name ORDER BY name) AS missing FROM pg_settings
   WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') AND setting = '0'`,
);

/** Warns at boot if the pools cannot fit, or if a pooler's role lacks timeouts. Never fails the boot. */
export async function checkPools(
  database: Database,
  config: Settings,
  role: Role,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  try {
    if (config.PG_PREPARED === 'off') {
      const [timeouts] = await database.query<{ missing: string[] | null }>(MISSING_TIMEOUTS);
      const { missing } = timeouts ?? {};
      if (missing) logger.warn({ missing }, 'behind a pooler the role needs these timeouts: ALTER ROLE … SET … = …');
      return;
    }
    const [connections] = await database.query<{ allowed: number; open: number }>(CONNECTION_LIMIT);
    const budget = connectionBudget(config, role);
    if (connections && budget + connections.open > connections.allowed) {
      const figures = { budget, ...connections };
      logger.warn(
        figures,
        'the pools may exceed the connection limit: lower DATABASE_POOL_SIZE, raise max_connections or use a pooler',
      );
    }
  } catch (error) {
    logger.warn({ err: error }, 'the connection limits could not be checked');
  }
}
