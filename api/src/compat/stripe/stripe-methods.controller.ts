import { Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Clock } from '../../platform/clock.js';
import { cardOfMethod } from './stripe-cards.js';
import { Given, StripeController } from './stripe-controller.js';
import { notSupported } from './stripe-errors.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { methodOfCard } from './stripe-methods.js';
import type { Parameters } from './stripe-parameters.js';

@StripeController('payment_methods')
export class StripeMethodsController {
  constructor(
    private readonly expansions: StripeExpansions,
    private readonly clock: Clock,
  ) {}

  /** Nothing is stored: the id names the test card and its expiry. */
  @Post()
  @HttpCode(200)
  @Can('payments:write')
  create(@Given() sent: Parameters) {
    const { card, token } = cardOfMethod(sent);
    if (token !== null) return methodOfCard({ card, token }, this.clock.now());
    throw notSupported('A card number that is no test card (the gateway stores no cards)', 'card[number]');
  }

  @Get(':id')
  @Can('payments:read')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    return this.expansions.method(caller, id);
  }
}
