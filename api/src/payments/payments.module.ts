import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../connectors/connectors.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { ChargePaymentProcessor } from './charge-payment.processor.js';
import { PaymentActionsService } from './payment-actions.service.js';
import { PaymentWatch } from './payment-watch.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PublicPaymentsController } from './public-payments.controller.js';
import { SettlementService } from './settlement.service.js';
import { WaitingService } from './waiting.service.js';

@Module({
  imports: [OrdersModule, ConnectorsModule],
  controllers: [PublicPaymentsController, PaymentsController],
  providers: [
    PaymentsService,
    PaymentActionsService,
    SettlementService,
    WaitingService,
    PaymentWatch,
    ChargePaymentProcessor,
  ],
  exports: [PaymentsService, SettlementService],
})
export class PaymentsModule {}
