import type { DataSourceOptions } from 'typeorm';
import type { Settings } from '../config/config.js';
import { Initial1763800000000 } from './migrations/1763800000000-initial.js';
import { ControlPlane1763900000000 } from './migrations/1763900000000-control-plane.js';
import { Reports1763900001000 } from './migrations/1763900001000-reports.js';
import { EachOf1763900010000 } from './migrations/1763900010000-each-of.js';
import { RetentionIndexes1763900020000 } from './migrations/1763900020000-retention-indexes.js';
import { TimeoutsAndRestarts1763900040000 } from './migrations/1763900040000-timeouts-and-restarts.js';
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
import { ConnectorAccounts1764000120000 } from './migrations/1764000120000-connector-accounts.js';
import { UpiCollect1764000125000 } from './migrations/1764000125000-upi-collect.js';
import { Charges1764000130000 } from './migrations/1764000130000-charges.js';
import { StatedAmounts1764000140000 } from './migrations/1764000140000-stated-amounts.js';
import { AcquirerNotifications1764000150000 } from './migrations/1764000150000-acquirer-notifications.js';
import { Customers1764000160000 } from './migrations/1764000160000-customers.js';
import { Mail1764000170000 } from './migrations/1764000170000-mail.js';
import { PaymentLinks1764000180000 } from './migrations/1764000180000-payment-links.js';
import { SearchTerms1764000185000 } from './migrations/1764000185000-search-terms.js';
import { BodyFormats1764000190000 } from './migrations/1764000190000-body-formats.js';
import { SearchOfPeople1764000200000 } from './migrations/1764000200000-search-of-people.js';
import { ReceiptMails1764000201000 } from './migrations/1764000201000-receipt-mails.js';
import { SecretHashes1764000210000 } from './migrations/1764000210000-secret-hashes.js';
import { OrdersWithLineItems1764000211000 } from './migrations/1764000211000-orders-with-line-items.js';
import { DueByMerchant1764000220000 } from './migrations/1764000220000-due-by-merchant.js';
import { DemoData1764000221000 } from './migrations/1764000221000-demo-data.js';
import { ReturnsOfPaymentLinks1764000310000 } from './migrations/1764000310000-returns-of-payment-links.js';
import { ProcessesBeat1764000320000 } from './migrations/1764000320000-processes-beat.js';
import { Routing1764000321000 } from './migrations/1764000321000-routing.js';
import { SecondFactors1764000340000 } from './migrations/1764000340000-second-factors.js';
import { Passkeys1764000341000 } from './migrations/1764000341000-passkeys.js';
import { RestrictedKeys1764000342000 } from './migrations/1764000342000-restricted-keys.js';
import { PolicyReports1764000343000 } from './migrations/1764000343000-policy-reports.js';
import { CompatibleApis1764000350000 } from './migrations/1764000350000-compatible-apis.js';
import { SurplusPayments1764000360000 } from './migrations/1764000360000-surplus-payments.js';
import { QrCodes1764000364000 } from './migrations/1764000364000-qr-codes.js';
import { ResponseBodies1764000367000 } from './migrations/1764000367000-response-bodies.js';
import { PackedEvents1764000369000 } from './migrations/1764000369000-packed-events.js';
import { NarrowerIndexes1764000370000 } from './migrations/1764000370000-narrower-indexes.js';
import { SteadyClient } from './steady-client.js';

/** Limits of a request's statements; the migrate command has none. */
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 3_000;
/** Enforced by the client, a little later than STATEMENT_TIMEOUT_MS: a server that hangs cannot enforce its own limit. */
const CLIENT_TIMEOUT_MS = 11_000;

/** Limits set when a connection opens. A pooler in transaction mode rejects them: there the database role sets them. */
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
      EachOf1763900010000,
      RetentionIndexes1763900020000,
      TimeoutsAndRestarts1763900040000,
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
      ConnectorAccounts1764000120000,
      UpiCollect1764000125000,
      Charges1764000130000,
      StatedAmounts1764000140000,
      AcquirerNotifications1764000150000,
      Customers1764000160000,
      Mail1764000170000,
      PaymentLinks1764000180000,
      SearchTerms1764000185000,
      BodyFormats1764000190000,
      SearchOfPeople1764000200000,
      ReceiptMails1764000201000,
      SecretHashes1764000210000,
      OrdersWithLineItems1764000211000,
      DueByMerchant1764000220000,
      DemoData1764000221000,
      ReturnsOfPaymentLinks1764000310000,
      ProcessesBeat1764000320000,
      Routing1764000321000,
      SecondFactors1764000340000,
      Passkeys1764000341000,
      RestrictedKeys1764000342000,
      PolicyReports1764000343000,
      CompatibleApis1764000350000,
      SurplusPayments1764000360000,
      QrCodes1764000364000,
      ResponseBodies1764000367000,
      PackedEvents1764000369000,
      NarrowerIndexes1764000370000,
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
      query_timeout: CLIENT_TIMEOUT_MS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    },
  };
}
