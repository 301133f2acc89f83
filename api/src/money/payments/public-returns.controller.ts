import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../../platform/http/operation.js';
import { Public } from '../../platform/http/public-route.js';
import { ReturnDto } from './return.dto.js';
import { ReturnsService } from './returns.service.js';

/** What the checkout asks before it sends a shopper back. */
@ApiTags('Checkout')
@Controller('api/v1/orders')
export class PublicReturnsController {
  constructor(private readonly returns: ReturnsService) {}

  @Get(':id/public/return')
  @Public('read')
  @Header('Cache-Control', 'no-store')
  @Operation({
    summary: 'Where a shopper returns to, signed',
    description: 'The status of the order now, signed with the return secret of its merchant (docs/returns.md).',
    answer: ReturnDto,
    public: true,
    notFound: 'Order not found',
  })
  get(@Param('id') id: string) {
    return this.returns.get(id);
  }
}
