import { Module, type OnModuleInit } from '@nestjs/common';
import { EventsModule } from '../../messaging/events/events.module.js';
import { BodyFormats } from '../../messaging/webhooks/deliveries/body-formats.js';
import { WebhooksModule } from '../../messaging/webhooks/webhooks.module.js';
import { CustomersModule } from '../../money/customers/customers.module.js';
import { OrdersModule } from '../../money/orders/orders.module.js';
import { PaymentsModule } from '../../money/payments/payments.module.js';
import { RefundsModule } from '../../money/refunds/refunds.module.js';
import { addFacade } from '../../platform/http/facades.js';
import { StripeChargesController } from './stripe-charges.controller.js';
import { StripeCustomersController } from './stripe-customers.controller.js';
import { StripeEndpointsController } from './stripe-endpoints.controller.js';
import { STRIPE_FACADE } from './stripe-errors.js';
import { StripeEventsController } from './stripe-events.controller.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { StripeIntentsController } from './stripe-intents.controller.js';
import { StripeIntentEnds } from './stripe-intent-ends.service.js';
import { StripeIntents } from './stripe-intents.service.js';
import { StripeMethodsController } from './stripe-methods.controller.js';
import { StripeRefundsController } from './stripe-refunds.controller.js';
import { StripeSessionsController } from './stripe-sessions.controller.js';
import { stripeFormat } from './stripe-webhooks.js';

/** Stripe's API below /v1. It translates and calls the gateway's services; it has no rows and no rules. */
@Module({
  imports: [CustomersModule, EventsModule, OrdersModule, PaymentsModule, RefundsModule, WebhooksModule],
  controllers: [
    StripeChargesController,
    StripeCustomersController,
    StripeEndpointsController,
    StripeEventsController,
    StripeIntentsController,
    StripeMethodsController,
    StripeRefundsController,
    StripeSessionsController,
  ],
  providers: [StripeExpansions, StripeIntentEnds, StripeIntents],
})
export class StripeModule implements OnModuleInit {
  constructor(
    private readonly formats: BodyFormats,
    private readonly intents: StripeIntents,
  ) {}

  onModuleInit(): void {
    addFacade(STRIPE_FACADE);
    this.formats.add('stripe', stripeFormat(this.intents.checkoutUrl));
  }
}
