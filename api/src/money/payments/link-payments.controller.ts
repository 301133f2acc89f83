import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED, OffsetQueryDto } from '../../platform/http/page.dto.js';
import { PaymentLinksService } from '../payment-links/payment-links.service.js';
import { PaymentPageDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Payment links')
@Controller('api/v1/payment-links')
export class LinkPaymentsController {
  constructor(
    private readonly links: PaymentLinksService,
    private readonly payments: PaymentsService,
  ) {}

  @Get(':id/payments')
  @Can('payments:read')
  @Operation({
    id: 'paymentLinks_listPayments',
    summary: "List a payment link's payments, newest first",
    description: `The payments of all orders that the link opened, whatever their status. ${LISTED}`,
    answer: PaymentPageDto,
    notFound: 'Payment link not found',
  })
  async list(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: OffsetQueryDto) {
    await this.links.get(caller, id);
    return this.payments.list(caller, { ...query, payment_link_id: id });
  }
}
