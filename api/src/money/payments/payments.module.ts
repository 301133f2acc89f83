import { Module } from '@nestjs/common';
import { MerchantsModule } from '../../accounts/merchants/merchants.module.js';
import { ConnectorAccountsModule } from '../../acquiring/connector-accounts/connector-accounts.module.js';
import { ConnectorsModule } from '../../acquiring/connectors/connectors.module.js';
import { RoutingModule } from '../../acquiring/routing/routing.module.js';
import { CustomersModule } from '../customers/customers.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { PaymentLinksModule } from '../payment-links/payment-links.module.js';
import { AccountSlots } from './account-slots.service.js';
import { Adoption } from './adoption.service.js';
import { BankCalls } from './bank-calls.service.js';
import { CardTestingLimits } from './card-testing-limits.service.js';
import { CaptureNotices } from './capture-notices.service.js';
import { CapturedCharges } from './captured-charges.service.js';
import { ChargePaymentProcessor } from './charge-payment.processor.js';
import { ChargesService } from './charges.service.js';
import { ChargingService } from './charging.service.js';
import { Failover } from './failover.service.js';
import { HostedPages } from './hosted-pages.service.js';
import { CustomerPaymentsController } from './customer-payments.controller.js';
import { KeySignedReturns } from './key-signed-returns.js';
import { LinkPaymentsController } from './link-payments.controller.js';
import { OrderQueueService } from './order-queue.service.js';
import { OutcomeRecorder } from './outcome-recorder.service.js';
import { OtherPages } from './other-pages.service.js';
import { PaymentActionsService } from './payment-actions.service.js';
import { ChargeLeases } from './charge-leases.service.js';
import { PaymentEdits } from './payment-edits.service.js';
import { PaymentWatch } from './payment-watch.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsService } from './payments.service.js';
import { PublicPaymentsController } from './public-payments.controller.js';
import { PublicReturnsController } from './public-returns.controller.js';
import { ReturnedShoppers } from './returned-shoppers.service.js';
import { ReturnsService } from './returns.service.js';
import { ReversalsService } from './reversals.service.js';

@Module({
  imports: [
    MerchantsModule,
    CustomersModule,
    OrdersModule,
    PaymentLinksModule,
    ConnectorsModule,
    ConnectorAccountsModule,
    RoutingModule,
  ],
  controllers: [
    PublicPaymentsController,
    PublicReturnsController,
    PaymentsController,
    LinkPaymentsController,
    CustomerPaymentsController,
  ],
  providers: [
    PaymentsService,
    ChargesService,
    CardTestingLimits,
    PaymentActionsService,
    PaymentEdits,
    ChargeLeases,
    ChargingService,
    AccountSlots,
    Failover,
    OtherPages,
    Adoption,
    OrderQueueService,
    BankCalls,
    HostedPages,
    OutcomeRecorder,
    ReversalsService,
    CapturedCharges,
    CaptureNotices,
    PaymentWatch,
    KeySignedReturns,
    ReturnsService,
    ReturnedShoppers,
    ChargePaymentProcessor,
  ],
  exports: [
    CaptureNotices,
    KeySignedReturns,
    PaymentsService,
    PaymentActionsService,
    PaymentEdits,
    PaymentWatch,
    ChargingService,
    AccountSlots,
    ChargeLeases,
    Adoption,
  ],
})
export class PaymentsModule {}
