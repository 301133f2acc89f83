import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import {
  CreatePaymentLinkDto,
  ListPaymentLinksDto,
  PaymentLinkDto,
  PaymentLinkPageDto,
  UpdatePaymentLinkDto,
} from './payment-link.dto.js';
import { PaymentLinkEdits } from './payment-link-edits.service.js';
import { PaymentLinksService } from './payment-links.service.js';

const notFound = 'Payment link not found';

@ApiTags('Payment links')
@Controller('api/v1/payment-links')
export class PaymentLinksController {
  constructor(
    private readonly links: PaymentLinksService,
    private readonly edits: PaymentLinkEdits,
  ) {}

  @Post()
  @Can('payment_links:write')
  @Operation({
    summary: 'Create a payment link',
    description:
      'Send `amount`, or `min_amount` or `max_amount` if the payer enters the amount. The payer opens `/l/{id}` of the checkout.',
    answer: PaymentLinkDto,
    status: 201,
    idempotent: true,
    words: {
      reference_id_taken: {
        description: 'Another payment link has this reference_id: send another one',
        field: 'reference_id',
      },
    },
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreatePaymentLinkDto, @IdempotencyKey() key: GivenKey | null) {
    return this.links.create(caller, body, key);
  }

  @Get()
  @Can('payment_links:read')
  @Operation({ summary: 'List payment links, newest first', answer: PaymentLinkPageDto })
  list(@CurrentCaller() caller: Caller, @Query() query: ListPaymentLinksDto) {
    return this.links.list(caller, query);
  }

  @Get(':id')
  @Can('payment_links:read')
  @Operation({ summary: 'Get a payment link', answer: PaymentLinkDto, notFound })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.links.get(caller, id);
  }

  @Patch(':id')
  @Can('payment_links:write')
  @Operation({
    summary: 'Change a payment link that still takes payments',
    description: 'Fields that are absent stay as they are. Announced as `payment_link.updated`.',
    answer: PaymentLinkDto,
    idempotent: true,
    notFound,
    words: { payment_link_paid: 'Payment link is already paid' },
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdatePaymentLinkDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.edits.update(caller, id, body, key);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Can('payment_links:write')
  @Operation({
    summary: 'Cancel a payment link',
    description:
      'Its open orders take no new payment and expire. A payment at the bank is left until it ends, and may still pay the ' +
      'link. A repeat returns the same.',
    answer: PaymentLinkDto,
    idempotent: true,
    notFound,
    words: { payment_link_paid: 'Payment link is already paid' },
  })
  cancel(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.links.cancel(caller, id, key);
  }
}
