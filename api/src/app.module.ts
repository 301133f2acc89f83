import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ApiKeysModule } from './accounts/api-keys/api-keys.module.js';
import { AuditModule } from './accounts/audit/audit.module.js';
import { AuthModule } from './accounts/auth/auth.module.js';
import { DemoModule } from './accounts/demo/demo.module.js';
import { MerchantsModule } from './accounts/merchants/merchants.module.js';
import { UsersModule } from './accounts/users/users.module.js';
import { RoutingModule } from './acquiring/routing/routing.module.js';
import { ConnectorAccountsModule } from './acquiring/connector-accounts/connector-accounts.module.js';
import { TechnicalModule } from './boot/technical.module.js';
import { RazorpayModule } from './compat/razorpay/razorpay.module.js';
import { StripeModule } from './compat/stripe/stripe.module.js';
import { DemoDataModule } from './maintenance/demo-data/demo-data.module.js';
import { SweeperModule } from './maintenance/sweeper.module.js';
import { EventsModule } from './messaging/events/events.module.js';
import { MailModule } from './messaging/mail/mail.module.js';
import { WebhooksModule } from './messaging/webhooks/webhooks.module.js';
import { AcquirerNotificationsModule } from './money/acquirer-notifications/acquirer-notifications.module.js';
import { CustomersModule } from './money/customers/customers.module.js';
import { OrdersModule } from './money/orders/orders.module.js';
import { PaymentLinksModule } from './money/payment-links/payment-links.module.js';
import { PaymentsModule } from './money/payments/payments.module.js';
import { ReceiptsModule } from './money/receipts/receipts.module.js';
import { RefundsModule } from './money/refunds/refunds.module.js';
import { BrowserSdkModule } from './platform/browser-sdk/browser-sdk.module.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { ExpectedInputInterceptor } from './platform/http/expected-input.interceptor.js';
import { StoredResponseInterceptor } from './platform/http/stored-response.interceptor.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { QueueModule } from './platform/queue/queue.module.js';
import type { Role } from './platform/queue/redis.js';
import { LoggedBodyGuard } from './platform/telemetry/loggable.js';
import { TelemetryModule } from './platform/telemetry/telemetry.module.js';
import { CompiledValidationPipe } from './platform/validation/compiled-validation.pipe.js';
import { PolicyReportsModule } from './reporting/policy-reports/policy-reports.module.js';
import { QueuesModule } from './reporting/queues/queues.module.js';
import { RequestLogsModule } from './reporting/request-logs/request-logs.module.js';
import { StatisticsModule } from './reporting/statistics/statistics.module.js';

/** What takes payments. */
const GATEWAY = [OrdersModule, PaymentsModule, RefundsModule, WebhooksModule, IdempotencyModule, HealthModule];
const MONEY = [CustomersModule, PaymentLinksModule, ReceiptsModule];
const ACCOUNTS = [AuditModule, AuthModule, UsersModule, MerchantsModule, ApiKeysModule, DemoModule];
const ACQUIRING = [ConnectorAccountsModule, RoutingModule, AcquirerNotificationsModule];
const REPORTING = [MailModule, EventsModule, StatisticsModule, RequestLogsModule, QueuesModule, PolicyReportsModule];
/** The APIs of others, translated. */
const COMPAT = [RazorpayModule, StripeModule];
/** Comes first: modules are created in this order, and closed in the reverse order. */
const TECHNICAL = [ConfigModule, TechnicalModule, TelemetryModule, DatabaseModule];

/** The table of contents. Both roles load every module; run.ts decides which of them listens and which takes jobs. */
@Module({})
export class AppModule {
  static forRole(role: Role): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...TECHNICAL,
        QueueModule.forRole(role),
        ...GATEWAY,
        ...MONEY,
        ...ACCOUNTS,
        ...ACQUIRING,
        ...REPORTING,
        ...COMPAT,
        SweeperModule,
        DemoDataModule,
        BrowserSdkModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: LoggedBodyGuard },
        { provide: APP_PIPE, useClass: CompiledValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: ExpectedInputInterceptor },
        // Outside of the audit interceptor, which reads the response before it is serialised.
        { provide: APP_INTERCEPTOR, useClass: StoredResponseInterceptor },
      ],
    };
  }
}
