import { isDeepStrictEqual } from 'node:util';
import { Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import { Can, CurrentCaller } from '../../accounts/access/decorators.js';
import { CreateCustomerDto, type CustomerDto, UpdateCustomerDto } from '../../money/customers/customer.dto.js';
import { CustomersService } from '../../money/customers/customers.service.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyKey } from '../../platform/idempotency/idempotency.interceptor.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { Given, StripeController } from './stripe-controller.js';
import { customerEntity, listEntity } from './stripe-entities.js';
import { notSupported } from './stripe-errors.js';
import { StripeExpansions } from './stripe-expansions.service.js';
import { ownId } from './stripe-ids.js';
import { given } from './stripe-intent-requests.js';
import { pageAsked } from './stripe-lists.js';
import { keptIn, type Kept, mergedNotes, notesOf } from './stripe-metadata.js';
import type { Parameters } from './stripe-parameters.js';

const newFrom = compileDto(CreateCustomerDto);
const changeFrom = compileDto(UpdateCustomerDto);
/** The name at the gateway of a customer without a name, email and phone. */
const UNNAMED = 'Unnamed customer';
/** Customers with one email that are compared. */
const MAX_COMPARED = 100;

@StripeController('customers')
export class StripeCustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly expansions: StripeExpansions,
  ) {}

  @Post()
  @HttpCode(200)
  @Can('customers:write')
  async create(@CurrentCaller() caller: Caller, @Given() sent: Parameters, @IdempotencyKey() key: GivenKey | null) {
    const description = sent.text('description');
    const fields = { name: sent.text('name'), email: sent.text('email'), contact: sent.text('phone') };
    const unnamed = Object.values(fields).every((value) => value === undefined);
    const kept: Kept = { ...(description !== undefined && { description }), ...(unnamed && { unnamed }) };
    const notes = notesOf(sent.metadata(), kept);
    sent.end('preferred_locales');
    const name = unnamed ? UNNAMED : fields.name;
    const customer = newFrom(given({ ...fields, name, notes })) as CreateCustomerDto;
    return customerEntity(await objectOf<CustomerDto>(this.customers.create(caller, customer, key)));
  }

  @Get()
  @Can('customers:read')
  async list(@CurrentCaller() caller: Caller, @Given() sent: Parameters) {
    const page = pageAsked('customer', sent);
    const email = sent.text('email');
    sent.end();
    const asked = email === undefined ? page : { ...page, q: email, limit: MAX_COMPARED };
    const { data, has_more } = await objectOf(this.customers.list(caller, { ...asked, unerased: true }));
    const meant = email === undefined ? data : data.filter((one) => one.email === email);
    const shown = listEntity(
      '/v1/customers',
      meant.slice(0, page.limit).map(customerEntity),
      has_more || meant.length > page.limit,
    );
    return this.expansions.expand(caller, shown, sent);
  }

  @Get('search')
  @Can('customers:read')
  search() {
    throw notSupported('Search');
  }

  @Get(':id')
  @Can('customers:read')
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string, @Given() sent: Parameters) {
    sent.end();
    const customer = await objectOf(this.customers.get(caller, ownId('customer', id)));
    return this.expansions.expand(caller, customerEntity(customer), sent);
  }

  @Post(':id')
  @HttpCode(200)
  @Can('customers:write')
  async update(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Given() sent: Parameters,
    @IdempotencyKey() key: GivenKey | null,
  ) {
    const [metadata, description] = [sent.metadata(), sent.changed('description')];
    const fields = { name: sent.changed('name'), email: sent.changed('email'), contact: sent.changed('phone') };
    sent.end('preferred_locales');
    const before = await objectOf(this.customers.get(caller, ownId('customer', id)));
    const { description: former, unnamed } = keptIn(before.notes);
    const described = description === undefined ? former : description;
    const kept: Kept = { ...(described && { description: described }), ...(unnamed && !fields.name && { unnamed }) };
    const isKept = isDeepStrictEqual(kept, keptIn(before.notes));
    const notes = metadata === undefined && isKept ? undefined : mergedNotes(before.notes, metadata, kept);
    const change = changeFrom(given({ ...fields, notes })) as UpdateCustomerDto;
    if (Object.keys(given({ ...fields, notes })).length === 0) return customerEntity(before);
    return customerEntity(await objectOf<CustomerDto>(this.customers.update(caller, before.id, change, key)));
  }

  /** Erases the customer's data. */
  @Delete(':id')
  @Can('customers:erase')
  async delete(@CurrentCaller() caller: Caller, @Param('id') id: string, @IdempotencyKey() key: GivenKey | null) {
    return customerEntity(await objectOf<CustomerDto>(this.customers.erase(caller, ownId('customer', id), key)));
  }
}
