import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../accounts/access/caller.js';
import { Shopper } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { LinkOrdersService } from './link-orders.service.js';
import { LinkOrderDto, OpenLinkOrderDto, PublicPaymentLinkDto } from './public-payment-link.dto.js';
import { PaymentLinksService } from './payment-links.service.js';

const notFound = 'Payment link not found';

/** What the page of a link calls: known by the unguessable id alone. */
@ApiTags('Checkout')
@Controller('api/v1/payment-links')
export class PublicPaymentLinksController {
  constructor(
    private readonly links: PaymentLinksService,
    private readonly orders: LinkOrdersService,
  ) {}

  @Get(':id/public')
  @Public('read')
  @Operation({
    summary: 'What a payer may see of a payment link',
    answer: PublicPaymentLinkDto,
    public: true,
    notFound,
  })
  get(@Param('id') id: string) {
    return this.links.getPublic(id);
  }

  @Post(':id/public/orders')
  @Public('write')
  @Operation({
    summary: 'Open an order for a payment link',
    description:
      'A reusable link opens a new order each time, which takes payments for a day. A single link returns its open order; ' +
      'another `amount` cancels that order and opens a new one, unless a payment of it is under way. An idempotency key ' +
      'counts within the link.',
    answer: LinkOrderDto,
    status: 201,
    idempotent: true,
    public: true,
    notFound,
    words: { payment_link_expired: 'Payment link has expired' },
  })
  openOrder(
    @Shopper() shopper: Actor,
    @Param('id') id: string,
    @Body() body: OpenLinkOrderDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.orders.open(shopper, id, body, key);
  }
}
