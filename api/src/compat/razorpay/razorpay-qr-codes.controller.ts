import { Body, Controller, Get, HttpCode, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../../accounts/access/caller.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Public } from '../../platform/http/public-route.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { RazorpayQrCodes } from './razorpay-qr-codes.service.js';
import type { Sent } from './razorpay-requests.js';

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1/payments/qr_codes')
export class RazorpayQrCodesController {
  constructor(private readonly codes: RazorpayQrCodes) {}

  @Post()
  @HttpCode(200)
  @Can('payment_links:write')
  create(@CurrentCaller() caller: Caller, @Body() body: Sent, @IdempotencyKey() key: GivenKey | null) {
    return this.codes.create(caller, body ?? {}, key);
  }

  @Get()
  @Can('payment_links:read')
  list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    return this.codes.list(caller, query);
  }

  @Get(':id')
  @Can('payment_links:read')
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.codes.get(caller, id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Can('payment_links:write')
  close(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.codes.close(caller, id, key);
  }

  @Get(':id/payments')
  @Can('payments:read')
  payments(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: Sent) {
    return this.codes.listPayments(caller, id, query);
  }
}

/** The image of a code. Payers see it in shops and mails, so it needs no key, only the unguessable id. */
@ApiExcludeController()
@Controller('razorpay/v1/qr_codes')
export class RazorpayQrImagesController {
  constructor(private readonly codes: RazorpayQrCodes) {}

  @Public()
  @Get(':file')
  async image(@Param('file') file: string, @Res() reply: FastifyReply): Promise<FastifyReply> {
    const image = await this.codes.image(file.replace(/\.svg$/, ''));
    return reply
      .headers({
        'Content-Type': 'image/svg+xml',
        'Cache-Control': 'public, max-age=86400',
        'Content-Security-Policy': "default-src 'none'",
      })
      .send(image);
  }
}
