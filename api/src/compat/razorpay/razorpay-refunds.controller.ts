import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { RefundsService } from '../../money/refunds/refunds.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { AcceptsKeyHeader, IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { collection, refundEntity } from './razorpay-entities.js';
import { pageOf } from './razorpay-query.js';
import { notesOf, refundOf, type Sent } from './razorpay-requests.js';

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1')
export class RazorpayRefundsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly refunds: RefundsService,
  ) {}

  @Post('payments/:id/refund')
  @HttpCode(200)
  @AcceptsKeyHeader('x-refund-idempotency', /^[A-Za-z0-9_-]{10,255}$/, 'must be 10 to 255 letters, digits, - and _')
  @Can('refunds:write')
  async create(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const refund = { paymentId: id, ...refundOf(body ?? {}) };
    return refundEntity(await objectOf(this.refunds.create(caller, refund, key)));
  }

  @Get('payments/:id/refunds')
  @Can('refunds:read')
  async listOfPayment(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: Sent) {
    await this.payments.get(caller, id);
    const { data } = await objectOf(this.refunds.list(caller, { ...pageOf(query), payment_id: id }));
    return collection(data.map(refundEntity));
  }

  @Get('payments/:id/refunds/:refundId')
  @Can('refunds:read')
  async getOfPayment(@CurrentCaller() caller: Caller, @Param('id') id: string, @Param('refundId') refundId: string) {
    const refund = await objectOf(this.refunds.get(caller, refundId));
    if (refund.payment_id !== id) throw new ApiError('refund_not_found', 'Refund not found');
    return refundEntity(refund);
  }

  @Get('refunds')
  @Can('refunds:read')
  async list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    const { data } = await objectOf(this.refunds.list(caller, pageOf(query)));
    return collection(data.map(refundEntity));
  }

  @Get('refunds/:id')
  @Can('refunds:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return refundEntity(await objectOf(this.refunds.get(caller, id)));
  }

  @Patch('refunds/:id')
  @Can('refunds:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return refundEntity(await objectOf(this.refunds.update(caller, id, notesOf(body ?? {}), key)));
  }
}
