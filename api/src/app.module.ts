import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AuditModule } from './audit/audit.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BrowserSdkModule } from './browser-sdk/browser-sdk.module.js';
import { CompiledValidationPipe } from './common/compiled-validation.pipe.js';
import { ExpectedInputInterceptor } from './common/expected-input.interceptor.js';
import { LoggedBodyGuard } from './common/loggable.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { MerchantsModule } from './merchants/merchants.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import type { Role } from './queue/redis.js';
import { QueueModule } from './queue/queue.module.js';
import { RefundsModule } from './refunds/refunds.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SweeperModule } from './sweeper/sweeper.module.js';
import { TechnicalModule } from './technical.module.js';
import { TelemetryModule } from './telemetry/telemetry.module.js';
import { UsersModule } from './users/users.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** The table of contents. Both roles load every module; run.ts decides which of them listens and which takes jobs. */
@Module({})
export class AppModule {
  static forRole(role: Role): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule,
        TechnicalModule,
        TelemetryModule,
        DatabaseModule,
        QueueModule.forRole(role),
        IdempotencyModule,
        AuditModule,
        AuthModule,
        UsersModule,
        MerchantsModule,
        OrdersModule,
        PaymentsModule,
        RefundsModule,
        EventsModule,
        WebhooksModule,
        SweeperModule,
        ReportsModule,
        HealthModule,
        BrowserSdkModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: LoggedBodyGuard },
        { provide: APP_PIPE, useClass: CompiledValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: ExpectedInputInterceptor },
      ],
    };
  }
}
