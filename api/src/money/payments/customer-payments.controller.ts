import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED, OffsetQueryDto } from '../../platform/http/page.dto.js';
import { CustomersService } from '../customers/customers.service.js';
import { PaymentPageDto } from './payment.dto.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Customers')
@Controller('api/v1/customers')
export class CustomerPaymentsController {
  constructor(
    private readonly customers: CustomersService,
    private readonly payments: PaymentsService,
  ) {}

  @Get(':id/payments')
  @Can('payments:read')
  @Operation({
    id: 'customers_listPayments',
    summary: "List a customer's payments, newest first",
    description: `The payments that name the customer, or whose order does, whatever their status. ${LISTED}`,
    answer: PaymentPageDto,
    notFound: 'Customer not found',
  })
  async list(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: OffsetQueryDto) {
    await this.customers.get(caller, id);
    return this.payments.list(caller, { ...query, customer_id: id });
  }
}
