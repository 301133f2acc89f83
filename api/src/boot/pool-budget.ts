import type { Settings } from '../platform/config/config.js';
import type { Database } from '../platform/database/database.js';
import { statement } from '../platform/database/sql.js';
import { queueConnections } from '../platform/queue/backend.js';
import type { Role } from '../platform/queue/redis.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import { BANK_CONNECTIONS } from './simulated-bank-options.js';

/** What /health and the figures keep for themselves: in a server, and in a worker that shows figures. */
const PROBE_CONNECTIONS = 1;

/** The most connections that one process of this role opens to DATABASE_URL. */
export function connectionBudget(config: Settings, role: Role): number {
  const probe = role === 'server' || config.METRICS_PORT ? PROBE_CONNECTIONS : 0;
  return config.DATABASE_POOL_SIZE + BANK_CONNECTIONS + probe + queueConnections(config, role);
}

/** How many connections this role may open to this database, and how many are open. */
export const ROOM = statement(
  'connection_room',
  `SELECT LEAST(
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - current_setting('reserved_connections')::int,
    (SELECT NULLIF(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
    (SELECT NULLIF(datconnlimit, -1) FROM pg_database WHERE datname = current_database())) AS most,
    (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS open`,
);
/** The limits that sessions behind a pooler have from their role alone. */
export const LIMITS = statement(
  'session_limits',
  `SELECT array_agg(name ORDER BY name) AS missing FROM pg_settings
   WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') AND setting = '0'`,
);

/** Says at boot what would else show under load: pools that cannot fit, or a pooler without limits. Never ends the boot. */
export async function checkPools(
  database: Database,
  config: Settings,
  role: Role,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  try {
    if (config.PG_PREPARED === 'off') {
      const [limits] = await database.query<{ missing: string[] | null }>(LIMITS);
      const { missing } = limits ?? {};
      if (missing) logger.warn({ missing }, 'behind a pooler the role needs these limits: ALTER ROLE … SET … = …');
      return;
    }
    const [room] = await database.query<{ most: number; open: number }>(ROOM);
    const budget = connectionBudget(config, role);
    if (room && budget + room.open > room.most) {
      const figures = { budget, openNow: room.open, serverTakes: room.most };
      logger.warn(figures, 'the pools may not fit: lower DATABASE_POOL_SIZE, raise max_connections or use a pooler');
    }
  } catch (error) {
    logger.warn({ err: error }, 'the room for connections is not known');
  }
}
