import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../accounts/access/caller.js';
import { Shopper } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { PayerReceiptsService } from './payer-receipts.service.js';
import { MailReceiptDto, PayerReceiptDto } from './receipt.dto.js';

const notFound = 'Payment not found';

/** What the checkout's page of a successful payment calls: known by the unguessable payment id alone. */
@ApiTags('Checkout')
@Controller('api/v1/payments')
export class PayerReceiptsController {
  constructor(private readonly receipts: PayerReceiptsService) {}

  @Get(':id/public/receipt')
  @Public('read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: "The link of a payment's receipt, for its payer",
    description: 'For a day after the capture. Later the merchant has the link.',
    answer: PayerReceiptDto,
    public: true,
    notFound,
    words: { payment_not_captured: 'Payment is not captured' },
  })
  get(@Param('id') id: string): Promise<PayerReceiptDto> {
    return this.receipts.get(id);
  }

  @Post(':id/public/receipt')
  @HttpCode(200)
  @Public('write')
  @Operation({
    summary: 'Mail the receipt to its payer',
    description:
      'For a day after the capture, and only if this gateway sends mail. A payment gets at most 3 such mails, an address at ' +
      'most 10 a day, and a merchant sends at most `RECEIPT_MAIL_LIMIT`. An idempotency key counts within the order.',
    answer: PayerReceiptDto,
    idempotent: true,
    public: true,
    notFound,
    words: { payment_not_captured: 'Payment is not captured' },
  })
  mail(
    @Shopper() shopper: Actor,
    @Param('id') id: string,
    @Body() body: MailReceiptDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.receipts.mail(shopper, id, body, key);
  }
}
