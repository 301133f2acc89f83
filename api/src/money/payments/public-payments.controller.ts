import { Body, Controller, Get, Header, HttpCode, Param, Post, Sse, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../accounts/access/caller.js';
import { Shopper } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { AnswerActionDto, CreatePublicPaymentDto } from './create-payment.dto.js';
import { KnownPaymentGuard } from './known-payment.guard.js';
import { OtherPages } from './other-pages.service.js';
import { PaymentActionsService } from './payment-actions.service.js';
import { PaymentWatch } from './payment-watch.js';
import { NewPublicPaymentDto, PublicPaymentDetailDto, PublicPaymentDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';
import { ReturnedShoppers } from './returned-shoppers.service.js';

const notFound = 'Payment not found';

/** What the checkout calls: known by the unguessable order or payment id alone. */
@ApiTags('Checkout')
@Controller('api/v1/payments')
export class PublicPaymentsController {
  constructor(
    private readonly payments: PaymentsService,
    private readonly actions: PaymentActionsService,
    private readonly watch: PaymentWatch,
    private readonly pages: ReturnedShoppers,
    private readonly otherPages: OtherPages,
  ) {}

  @Post('public')
  @Public('write')
  @Operation({
    summary: 'Pay an order from the checkout',
    description:
      'The body is that of POST /payments without `description`, `customer` and `notes`. The response also has the instrument, which GET /payments/{id}/public only has masked. An ' +
      'idempotency key counts within the order.',
    answer: NewPublicPaymentDto,
    status: 201,
    idempotent: true,
    public: true,
    notFound: 'Order not found',
    errors: {
      INVALID_VPA: 'vpa must look like username@bank',
      INVALID_CARD: 'The card number, expiry or CVV is not valid',
      EXPIRED_CARD: 'The card has expired',
    },
    words: { order_attempts_exceeded: 'Too many attempts for this order' },
  })
  create(
    @Shopper() shopper: Actor & { address: string },
    @Body() body: CreatePublicPaymentDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.payments.createPublic(shopper, body, key);
  }

  @Get(':id/public')
  @Public('read')
  @Operation({ summary: 'What a shopper may see of a payment', answer: PublicPaymentDetailDto, public: true, notFound })
  async get(@Param('id') id: string) {
    return new StoredResponse<PublicPaymentDetailDto>((await this.otherPages.shown(id)).body);
  }

  @Post(':id/public/returned')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: "Say that the shopper has come back from the acquirer's page",
    description:
      'The gateway then asks the acquirer within a second. The page shows the outcome by following the payment.',
    answer: PublicPaymentDetailDto,
    idempotent: true,
    public: true,
    notFound,
  })
  returned(@Shopper() shopper: Actor, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.pages.returned(shopper, id, key);
  }

  @Post(':id/public/elsewhere')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Ask for the page of another acquirer',
    description:
      "For a shopper who has left the acquirer's page unpaid. That page is closed first. If the acquirer proves that it " +
      'cannot be paid on any more, the payment becomes `pending` and then `requires_action` with another page; otherwise it ' +
      'ends. Refused with `no_other_connection` if there is no other.',
    answer: PublicPaymentDetailDto,
    idempotent: true,
    public: true,
    notFound,
    words: { no_other_connection: 'No other connection takes this payment' },
  })
  elsewhere(@Shopper() shopper: Actor, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.otherPages.request(shopper, id, key);
  }

  @Sse(':id/public/stream')
  @Public('read')
  @UseGuards(KnownPaymentGuard)
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'Follow a payment (server-sent events)',
    description:
      'One `payment` event per change of status or stage, its data as of GET /payments/{id}/public without `other_page`; ends at a final status; a `heartbeat` every 15 s.',
    answer: 'stream',
    public: true,
    notFound,
  })
  stream(@Param('id') id: string) {
    return this.watch.follow(id);
  }

  @Post(':id/action')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: "Answer a payment's step-up",
    description: 'The OTP, or, with a test merchant, the approval that a UPI app would give.',
    answer: PublicPaymentDto,
    idempotent: true,
    public: true,
    notFound,
  })
  answer(
    @Shopper() shopper: Actor,
    @Param('id') id: string,
    @Body() body: AnswerActionDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.actions.submitAction(shopper, id, body, key);
  }
}
