import { Module } from '@nestjs/common';
import { MerchantsModule } from '../../accounts/merchants/merchants.module.js';
import { ConnectorsModule } from '../../acquiring/connectors/connectors.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { BankCalls } from './bank-calls.service.js';
import { CardTestingLimits } from './card-testing-limits.service.js';
import { ChargePaymentProcessor } from './charge-payment.processor.js';
import { ChargingService } from './charging.service.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder } from './outcome-recorder.service.js';
import { PaymentActionsService } from './payment-actions.service.js';
import { PaymentLeases } from './payment-leases.service.js';
import { PaymentWatch } from './payment-watch.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PublicPaymentsController } from './public-payments.controller.js';
import { PublicReturnsController } from './public-returns.controller.js';
import { ReturnsService } from './returns.service.js';
import { ReversalsService } from './reversals.service.js';

@Module({
  imports: [MerchantsModule, OrdersModule, ConnectorsModule],
  controllers: [PublicPaymentsController, PublicReturnsController, PaymentsController],
  providers: [
    PaymentsService,
    CardTestingLimits,
    PaymentActionsService,
    PaymentLeases,
    ChargingService,
    OrderQueueService,
    BankCalls,
    OutcomeRecorder,
    ReversalsService,
    PaymentWatch,
    ReturnsService,
    ChargePaymentProcessor,
  ],
  exports: [PaymentsService, ChargingService],
})
export class PaymentsModule {}
