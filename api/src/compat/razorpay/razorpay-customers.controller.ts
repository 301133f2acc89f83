import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { CustomersService } from '../../money/customers/customers.service.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { changedCustomerOf, customerOf, type NewCustomer } from './razorpay-customers.js';
import { collection, customerEntity } from './razorpay-entities.js';
import { pageOf } from './razorpay-query.js';
import type { Sent } from './razorpay-requests.js';

/** Customers with one email that are compared with a new one. */
const MAX_COMPARED = 100;

@ApiExcludeController()
@UseGuards(CompatibleApisGuard)
@Controller('razorpay/v1/customers')
export class RazorpayCustomersController {
  constructor(private readonly customers: CustomersService) {}

  /** With `fail_existing` 0 a customer with the same email and contact is returned, otherwise it is an error. */
  @Post()
  @HttpCode(200)
  @Can('customers:write')
  async create(@CurrentCaller() caller: Caller, @Body() body: Sent, @IdempotencyKey() key: GivenKey | null) {
    const { customer, failsIfKnown } = customerOf(body ?? {});
    const known = await this.known(caller, customer);
    if (known && failsIfKnown && key === null) {
      throw new ApiError('invalid_parameter', 'Customer already exists for the merchant');
    }
    if (known && !failsIfKnown) return customerEntity(known);
    return customerEntity(await objectOf(this.customers.create(caller, customer, key)));
  }

  @Get()
  @Can('customers:read')
  async list(@CurrentCaller() caller: Caller, @Query() query: Sent) {
    const { data } = await objectOf(this.customers.list(caller, pageOf(query)));
    return collection(data.map(customerEntity));
  }

  @Get(':id')
  @Can('customers:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string) {
    return customerEntity(await objectOf(this.customers.get(caller, id)));
  }

  @Put(':id')
  @Can('customers:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: Sent,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    return customerEntity(await objectOf(this.customers.update(caller, id, changedCustomerOf(body ?? {}), key)));
  }

  private async known(caller: Caller, { email, contact }: NewCustomer) {
    const q = email ?? contact;
    if (q === undefined) return undefined;
    const { data } = await objectOf(this.customers.list(caller, { q, limit: MAX_COMPARED }));
    return data.find((one) => one.email === (email ?? null) && one.contact === (contact ?? null));
  }
}
