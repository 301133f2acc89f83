import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED } from '../../platform/http/page.dto.js';
import { AcceptsBodyKey, IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import {
  CreateRefundDto,
  ListRefundsDto,
  RefundDto,
  RefundPageDto,
  RefundPaymentDto,
  UpdateRefundDto,
} from './refund.dto.js';
import { RefundsService } from './refunds.service.js';

const created = {
  description:
    'Answers at once with `pending`; a worker takes it to the bank. Never more than was captured, however many arrive at once.',
  answer: RefundDto,
  status: 201,
  idempotent: true,
  notFound: 'Payment not found',
  words: { refund_exceeds_captured: 'Refund amount exceeds available amount' },
} as const;

@ApiTags('Refunds')
@Controller('api/v1')
export class RefundsController {
  constructor(private readonly refunds: RefundsService) {}

  @Post('refunds')
  @AcceptsBodyKey()
  @Can('refunds:write')
  @Operation({ summary: 'Refund a payment, in full or in part', ...created })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateRefundDto, @IdempotencyKey() key: GivenKey | null) {
    return this.refunds.create(caller, { ...body, paymentId: body.payment_id }, key);
  }

  @Post('payments/:id/refunds')
  @Can('refunds:write')
  @Operation({ summary: 'Refund an amount of this payment', ...created })
  createForPayment(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: RefundPaymentDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.refunds.create(caller, { ...body, paymentId: id }, key);
  }

  @Get('refunds')
  @Can('refunds:read')
  @Operation({
    summary: 'List refunds, newest first',
    description: LISTED,
    answer: RefundPageDto,
  })
  list(@CurrentCaller() caller: Caller, @Query() query: ListRefundsDto) {
    return this.refunds.list(caller, query);
  }

  @Get('refunds/:id')
  @Can('refunds:read')
  @Operation({ summary: 'Get a refund', answer: RefundDto, notFound: 'Refund not found' })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.refunds.get(caller, id);
  }

  @Patch('refunds/:id')
  @Can('refunds:write')
  @Operation({
    summary: 'Change the notes of a refund',
    description: 'In every state. Announced as `refund.updated`.',
    answer: RefundDto,
    idempotent: true,
    notFound: 'Refund not found',
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateRefundDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.refunds.update(caller, id, body, key);
  }
}
