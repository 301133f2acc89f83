import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { notSupported } from './razorpay-errors.js';
import { RazorpayPaymentLinks } from './razorpay-payment-links.service.js';
import type { Sent } from './razorpay-requests.js';

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1/payment_links')
export class RazorpayPaymentLinksController {
  constructor(private readonly links: RazorpayPaymentLinks) {}

  @Post()
  @HttpCode(200)
  @Can('payment_links:write')
  create(@CurrentCaller() caller: Caller, @Body() body: Sent, @IdempotencyKey() key: GivenKey | null) {
    return this.links.create(caller, body ?? {}, key);
  }

  @Get()
  @Can('payment_links:read')
  list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    return this.links.list(caller, query);
  }

  @Get(':id')
  @Can('payment_links:read')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.links.get(caller, id);
  }

  @Patch(':id')
  @Can('payment_links:write')
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.links.update(caller, id, body ?? {}, key);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('payment_links:write')
  cancel(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.links.cancel(caller, id, key);
  }

  @Post(':id/notify_by/:medium')
  @Can('payment_links:write')
  notify(@CurrentCaller() _caller: Caller, @IdempotencyKey() _key: GivenKey | null): never {
    throw notSupported('notify_by: the gateway sends payers nothing; send them the short_url instead. It', 'medium');
  }
}
