import { Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { PaymentActionsService } from '../../money/payments/payment-actions.service.js';
import { PaymentEdits } from '../../money/payments/payment-edits.service.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { chargeEntity } from './stripe-charge.js';
import { Given, StripeController } from './stripe-controller.js';
import { listEntity } from './stripe-entities.js';
import { notSupported } from './stripe-errors.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { ownId } from './stripe-ids.js';
import { given } from './stripe-intent-requests.js';
import { pageAsked } from './stripe-lists.js';
import { mergedNotes } from './stripe-metadata.js';
import type { Parameters } from './stripe-parameters.js';

@StripeController('charges')
export class StripeChargesController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly actions: PaymentActionsService,
    private readonly edits: PaymentEdits,
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

  @Post(':id')
  @HttpCode(200)
  @Can('payments:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const [metadata, description] = [sent.metadata(), sent.changed('description')];
    sent.end('receipt_email', 'shipping');
    const payment = await objectOf(this.payments.get(caller, ownId('charge', id)));
    const notes = metadata === undefined ? undefined : mergedNotes(payment.notes, metadata);
    const change = given({ description, notes });
    const isSame = Object.keys(change).length === 0;
    const changed = isSame ? payment : await objectOf<PaymentDto>(this.edits.update(caller, payment.id, change, key));
    return this.expansions.expand(caller, chargeEntity(changed), sent);
  }

  @Post(':id/capture')
  @HttpCode(200)
  @Can('payments:capture')
  async capture(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const amount = sent.integer('amount');
    if (amount !== undefined && amount < 1) throw sent.invalid('amount', 'Invalid positive integer');
    sent.end('receipt_email', 'statement_descriptor', 'statement_descriptor_suffix');
    const asked = amount === undefined ? {} : { amount };
    const captured = this.actions.capture(caller, ownId('charge', id), asked, key);
    return this.expansions.expand(caller, chargeEntity(await objectOf<PaymentDto>(captured)), sent);
  }
}
