import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { PublicReceiptDto } from './receipt.dto.js';
import { ReceiptsService } from './receipts.service.js';

/** What the checkout shows a payer under the signed link of a receipt. */
@ApiTags('Checkout')
@Controller('api/v1/receipts')
export class PublicReceiptsController {
  constructor(private readonly receipts: ReceiptsService) {}

  @Get(':token')
  @Public('read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'A receipt by its signed link',
    answer: PublicReceiptDto,
    public: true,
    notFound: 'Receipt not found',
  })
  get(@Param('token') token: string): Promise<PublicReceiptDto> {
    return this.receipts.getPublic(token);
  }

  @Get(':token/pdf')
  @Public('read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'A receipt as a PDF',
    description: 'Refused if `has_pdf` of the receipt is false.',
    answer: 'pdf',
    public: true,
    notFound: 'Receipt not found',
  })
  pdf(@Param('token') token: string) {
    return this.receipts.pdf(token);
  }
}
