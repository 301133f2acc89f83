import { Get, Param } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { Given, StripeController } from './stripe-controller.js';
import { chargeEntity, listEntity } from './stripe-entities.js';
import { notSupported } from './stripe-errors.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { ownId } from './stripe-ids.js';
import { pageAsked } from './stripe-lists.js';
import type { Parameters } from './stripe-parameters.js';

@StripeController('charges')
export class StripeChargesController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly expansions: StripeExpansions,
  ) {}

  @Get()
  @Can('payments:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('charge', sent);
    const [intent, customer] = [sent.text('payment_intent'), sent.text('customer')];
    sent.end();
    const asked = {
      ...page,
      ...(intent && { order_id: ownId('payment_intent', intent, 'payment_intent') }),
      ...(customer && { customer_id: ownId('customer', customer, 'customer') }),
    };
    const { data, has_more } = await objectOf(this.payments.list(caller, asked));
    return this.expansions.expand(caller, listEntity('/v1/charges', data.map(chargeEntity), has_more), sent);
  }

  @Get('search')
  @Can('payments:read')
  search() {
    throw notSupported('Search');
  }

  @Get(':id')
  @Can('payments:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    const payment = await objectOf(this.payments.get(caller, ownId('charge', id)));
    return this.expansions.expand(caller, chargeEntity(payment), sent);
  }
}
