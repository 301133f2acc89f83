import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { LinkOrdersService } from './link-orders.service.js';
import { LinkTotals } from './link-totals.service.js';
import { PaymentLinkEdits } from './payment-link-edits.service.js';
import { PaymentLinksController } from './payment-links.controller.js';
import { PaymentLinksService } from './payment-links.service.js';
import { PublicPaymentLinksController } from './public-payment-links.controller.js';

@Module({
  imports: [OrdersModule],
  controllers: [PaymentLinksController, PublicPaymentLinksController],
  providers: [PaymentLinksService, PaymentLinkEdits, LinkOrdersService, LinkTotals],
  exports: [PaymentLinksService, PaymentLinkEdits, LinkTotals],
})
export class PaymentLinksModule {}
