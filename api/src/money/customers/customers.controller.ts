import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { Operation } from '../../platform/http/operation.js';
import { LISTED } from '../../platform/http/page.dto.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import {
  CreateCustomerDto,
  CustomerDto,
  CustomerPageDto,
  CustomerWithTotalsDto,
  ListCustomersDto,
  UpdateCustomerDto,
} from './customer.dto.js';
import { CustomersService } from './customers.service.js';

const notFound = 'Customer not found';

@ApiTags('Customers')
@Controller('api/v1/customers')
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Post()
  @Can('customers:write')
  @Operation({
    summary: 'Create a customer',
    description: 'Orders and payments name it in `customer.id`, and keep a copy of its data.',
    answer: CustomerDto,
    status: 201,
    idempotent: true,
  })
  create(@CurrentCaller() caller: Caller, @Body() body: CreateCustomerDto, @IdempotencyKey() key: GivenKey | null) {
    return this.customers.create(caller, body, key);
  }

  @Get()
  @Can('customers:read')
  @Operation({ summary: 'List customers, newest first', description: LISTED, answer: CustomerPageDto })
  list(@CurrentCaller() caller: Caller, @Query() query: ListCustomersDto) {
    return this.customers.list(caller, query);
  }

  @Get(':id')
  @Can('customers:read')
  @Operation({
    summary: 'Get a customer',
    description: 'With `totals`: what the customer has paid.',
    answer: CustomerWithTotalsDto,
    notFound,
  })
  get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return this.customers.getWithTotals(caller, id);
  }

  @Patch(':id')
  @Can('customers:write')
  @Operation({
    summary: 'Change a customer',
    description:
      'Fields that are absent stay as they are. Orders and payments keep the data with which they were created.',
    answer: CustomerDto,
    idempotent: true,
    notFound,
  })
  update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: UpdateCustomerDto,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return this.customers.update(caller, id, body, key);
  }

  @Post(':id/erase')
  @HttpCode(200)
  @Can('customers:erase')
  @Operation({
    summary: "Erase a customer's personal data",
    description:
      'Name, email and contact become `erased` in the customer at once, and within seconds in its orders, payments, ' +
      'events, stored responses and in the responses of webhook receivers; `erasure_finished_at` tells when. Ids, amounts ' +
      'and states stay. An erased event is marked `redacted` and is sent in that form from then on. It cannot be undone. ' +
      'A repeat returns the same customer.',
    answer: CustomerDto,
    idempotent: true,
    notFound,
  })
  erase(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return this.customers.erase(caller, id, key);
  }
}
