import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { RefundsModule } from '../refunds/refunds.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { UsersModule } from '../users/users.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { Housekeeping } from './housekeeping.service.js';
import { Sweeper } from './sweeper.service.js';

@Module({
  imports: [
    OrdersModule,
    PaymentsModule,
    RefundsModule,
    ReportsModule,
    WebhooksModule,
    AuthModule,
    UsersModule,
    AuditModule,
  ],
  providers: [Sweeper, Housekeeping],
  exports: [Sweeper, Housekeeping],
})
export class SweeperModule {}
