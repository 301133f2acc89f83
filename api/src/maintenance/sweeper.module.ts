import { Module } from '@nestjs/common';
import { AuditModule } from '../accounts/audit/audit.module.js';
import { AuthModule } from '../accounts/auth/auth.module.js';
import { UsersModule } from '../accounts/users/users.module.js';
import { EventsModule } from '../messaging/events/events.module.js';
import { MailModule } from '../messaging/mail/mail.module.js';
import { WebhooksModule } from '../messaging/webhooks/webhooks.module.js';
import { AcquirerNotificationsModule } from '../money/acquirer-notifications/acquirer-notifications.module.js';
import { CustomersModule } from '../money/customers/customers.module.js';
import { ErasureModule } from '../money/erasure/erasure.module.js';
import { OrdersModule } from '../money/orders/orders.module.js';
import { PaymentLinksModule } from '../money/payment-links/payment-links.module.js';
import { PaymentsModule } from '../money/payments/payments.module.js';
import { ReceiptsModule } from '../money/receipts/receipts.module.js';
import { RefundsModule } from '../money/refunds/refunds.module.js';
import { PolicyReportsModule } from '../reporting/policy-reports/policy-reports.module.js';
import { RequestLogsModule } from '../reporting/request-logs/request-logs.module.js';
import { StatisticsModule } from '../reporting/statistics/statistics.module.js';
import { Chores } from './chores.js';
import { DueWork } from './due-work.js';
import { Housekeeping } from './housekeeping.service.js';
import { SearchTerms } from './search-terms.service.js';
import { Sweeper } from './sweeper.service.js';

@Module({
  imports: [
    OrdersModule,
    PaymentLinksModule,
    PaymentsModule,
    RefundsModule,
    ReceiptsModule,
    AcquirerNotificationsModule,
    CustomersModule,
    ErasureModule,
    RequestLogsModule,
    PolicyReportsModule,
    StatisticsModule,
    WebhooksModule,
    MailModule,
    AuthModule,
    UsersModule,
    AuditModule,
    EventsModule,
  ],
  providers: [Sweeper, DueWork, SearchTerms, Housekeeping, Chores],
  exports: [Sweeper, Housekeeping],
})
export class SweeperModule {}
