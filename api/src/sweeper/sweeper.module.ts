import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { RefundsModule } from '../refunds/refunds.module.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { Sweeper } from './sweeper.service.js';

@Module({
  imports: [OrdersModule, PaymentsModule, RefundsModule, WebhooksModule],
  providers: [Sweeper],
  exports: [Sweeper],
})
export class SweeperModule {}
