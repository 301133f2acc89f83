import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { ReceiptDto } from './receipt.dto.js';
import { ReceiptsService } from './receipts.service.js';

@ApiTags('Payments')
@Controller('api/v1/payments')
export class ReceiptsController {
  constructor(private readonly receipts: ReceiptsService) {}

  @Get(':id/receipt')
  @Can('payments:read')
  @Operation({
    summary: 'Get the receipt of a captured payment',
    description: 'With a signed public link to its page, and to a PDF. Refunds appear on it when they are made.',
    answer: ReceiptDto,
    notFound: 'Payment not found',
    words: { payment_not_captured: 'Payment is not captured' },
  })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ReceiptDto> {
    return this.receipts.get(caller, id);
  }
}
