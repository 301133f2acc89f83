import { Module, type OnModuleInit } from '@nestjs/common';
import { ApiKeysModule } from '../../accounts/api-keys/api-keys.module.js';
import { CustomersModule } from '../../money/customers/customers.module.js';
import { OrdersModule } from '../../money/orders/orders.module.js';
import { PaymentLinksModule } from '../../money/payment-links/payment-links.module.js';
import { PaymentsModule } from '../../money/payments/payments.module.js';
import { RefundsModule } from '../../money/refunds/refunds.module.js';
import { BodyFormats } from '../../messaging/webhooks/deliveries/body-formats.js';
import { WebhooksModule } from '../../messaging/webhooks/webhooks.module.js';
import { Config } from '../../platform/config/config.module.js';
import { addFacade } from '../../platform/http/facades.js';
import { RazorpayCheckoutController } from './razorpay-checkout.controller.js';
import { RazorpayCustomersController } from './razorpay-customers.controller.js';
import { RazorpayEndpointsController } from './razorpay-endpoints.controller.js';
import { RAZORPAY_FACADE } from './razorpay-errors.js';
import { RazorpayOrdersController } from './razorpay-orders.controller.js';
import { RazorpayPaymentLinks } from './razorpay-payment-links.service.js';
import { RazorpayPaymentLinksController } from './razorpay-payment-links.controller.js';
import { RazorpayPaymentsController } from './razorpay-payments.controller.js';
import { RazorpayPayments } from './razorpay-payments.service.js';
import { RazorpayRefundsController } from './razorpay-refunds.controller.js';
import { RazorpayQrCodesController, RazorpayQrImagesController } from './razorpay-qr-codes.controller.js';
import { RazorpayQrCodes } from './razorpay-qr-codes.service.js';
import { razorpayFormat } from './razorpay-webhooks.js';

/** Razorpay's API below /razorpay/v1. It translates and calls the gateway's services; it has no rows and no rules. */
@Module({
  imports: [
    ApiKeysModule,
    CustomersModule,
    OrdersModule,
    PaymentLinksModule,
    PaymentsModule,
    RefundsModule,
    WebhooksModule,
  ],
  controllers: [
    RazorpayCheckoutController,
    RazorpayCustomersController,
    RazorpayEndpointsController,
    RazorpayOrdersController,
    RazorpayPaymentLinksController,
    RazorpayPaymentsController,
    RazorpayQrCodesController,
    RazorpayQrImagesController,
    RazorpayRefundsController,
  ],
  providers: [RazorpayPayments, RazorpayPaymentLinks, RazorpayQrCodes],
})
export class RazorpayModule implements OnModuleInit {
  constructor(
    private readonly formats: BodyFormats,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    addFacade(RAZORPAY_FACADE);
    this.formats.add('razorpay', razorpayFormat(this.config.PUBLIC_CHECKOUT_URL, this.config.PUBLIC_API_URL));
  }
}
