import type { DataSourceOptions } from 'typeorm';
import type { Settings } from '../config/config.js';
import { Initial1763800000000 } from './migrations/1763800000000-initial.js';
import { ControlPlane1763900000000 } from './migrations/1763900000000-control-plane.js';
import { Reports1763900001000 } from './migrations/1763900001000-reports.js';
import { GatheredWrites1763900010000 } from './migrations/1763900010000-gathered-writes.js';
import { Forgetting1763900020000 } from './migrations/1763900020000-forgetting.js';
import { KeptWishes1763900040000 } from './migrations/1763900040000-kept-wishes.js';
import { FirstStatistics1763900050000 } from './migrations/1763900050000-first-statistics.js';
import { cardDataMigration } from './migrations/1764000010000-card-data.js';
import { Accounts1764000030000 } from './migrations/1764000030000-accounts.js';
import { AuditChain1764000040000 } from './migrations/1764000040000-audit-chain.js';
import { PaymentsToCapture1764000041000 } from './migrations/1764000041000-payments-to-capture.js';
import { EventResends1764000060000 } from './migrations/1764000060000-event-resends.js';
import { TimeZonesAndSearch1764000070000 } from './migrations/1764000070000-time-zones-and-search.js';
import { CurrencyLimits1764000080000 } from './migrations/1764000080000-currency-limits.js';
import { EndpointHeaders1764000090000 } from './migrations/1764000090000-endpoint-headers.js';
import { Returns1764000100000 } from './migrations/1764000100000-returns.js';
import { AuthorizedPayments1764000110000 } from './migrations/1764000110000-authorized-payments.js';
import { SteadyClient } from './steady-client.js';

/** No statement of a request may outlive its caller's patience; the migrate command lifts the limits. */
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 3_000;
/** A server that has fallen silent cannot keep its own limit: this one is ours, and a little later. */
const SILENCE_TIMEOUT_MS = 11_000;

/** Limits that are set as a connection begins. A pooler between transactions takes none: there the role has them. */
export const sessionLimits = (config: Settings, limits: Record<string, number>) =>
  config.PG_PREPARED === 'on' ? limits : {};

export function dataSourceOptions(config: Settings): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.DATABASE_URL,
    applicationName: 'payment-gateway',
    migrations: [
      Initial1763800000000,
      ControlPlane1763900000000,
      Reports1763900001000,
      GatheredWrites1763900010000,
      Forgetting1763900020000,
      KeptWishes1763900040000,
      FirstStatistics1763900050000,
      cardDataMigration(config.ENCRYPTION_KEY),
      Accounts1764000030000,
      AuditChain1764000040000,
      PaymentsToCapture1764000041000,
      EventResends1764000060000,
      TimeZonesAndSearch1764000070000,
      CurrencyLimits1764000080000,
      EndpointHeaders1764000090000,
      Returns1764000100000,
      AuthorizedPayments1764000110000,
    ],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    poolSize: config.DATABASE_POOL_SIZE,
    extra: {
      Client: SteadyClient,
      ...sessionLimits(config, {
        statement_timeout: STATEMENT_TIMEOUT_MS,
        lock_timeout: LOCK_TIMEOUT_MS,
        idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      }),
      query_timeout: SILENCE_TIMEOUT_MS,
      connectionTimeoutMillis: 3_000,
      keepAlive: true,
    },
  };
}
