import { Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { type Wait, Waiting } from '../../platform/http/waiting.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { alsoNeeds } from './stripe-access.js';
import { Given, StripeController } from './stripe-controller.js';
import { notSupported } from './stripe-errors.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { StripeIntentEnds } from './stripe-intent-ends.service.js';
import { StripeIntents } from './stripe-intents.service.js';
import type { Parameters } from './stripe-parameters.js';

@StripeController('payment_intents')
export class StripeIntentsController {
  constructor(
    private readonly intents: StripeIntents,
    private readonly ends: StripeIntentEnds,
    private readonly expansions: StripeExpansions,
  ) {}

  @Post()
  @HttpCode(200)
  @Can('payments:write')
  async create(
    @CurrentCaller() caller: Caller,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
    @Waiting() wait: Wait,
  ) {
    return this.expansions.expand(caller, await this.intents.create(caller, sent, key, wait), sent);
  }

  @Get()
  @Can('payments:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    alsoNeeds(caller, 'orders:read');
    return this.expansions.expand(caller, await this.intents.list(caller, sent), sent);
  }

  @Get('search')
  @Can('payments:read')
  search() {
    throw notSupported('Search');
  }

  @Get(':id')
  @Can('payments:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    alsoNeeds(caller, 'orders:read');
    sent.end('client_secret');
    return this.expansions.expand(caller, await this.intents.get(caller, id), sent);
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
    return this.expansions.expand(caller, await this.intents.update(caller, id, sent, key), sent);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Can('payments:write')
  async confirm(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
    @Waiting() wait: Wait,
  ) {
    return this.expansions.expand(caller, await this.intents.confirm(caller, id, sent, key, wait), sent);
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
    return this.expansions.expand(caller, await this.ends.capture(caller, id, sent, key), sent);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('payments:capture')
  async cancel(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.expansions.expand(caller, await this.ends.cancel(caller, id, sent, key), sent);
  }
}
