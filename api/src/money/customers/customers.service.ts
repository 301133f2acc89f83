import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { BatchedWrites } from '../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { type Backwards, madeWithin, pageOrCounted } from '../../platform/database/page.js';
import { search } from '../../platform/database/search.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { MAX_COUNTED } from '../../platform/http/page.dto.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService, keyInFlight } from '../../platform/idempotency/idempotency.service.js';
import { claimColumns, type GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { withField } from '../../platform/json-text.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { changedFields } from '../../platform/validation/changed-fields.js';
import type {
  CreateCustomerDto,
  CustomerDto,
  CustomerInputDto,
  CustomerPageDto,
  CustomerTotalsDto,
  CustomerWithTotalsDto,
  ListCustomersDto,
  UpdateCustomerDto,
} from './customer.dto.js';
import { CREATE, ERASE, GET, GET_WITH_TOTALS, SEARCH, STATE, UPDATE } from './customers.queries.js';
import { END_ERASURE_PASS, LEASE_ERASURES, RENEW_ERASURE } from './erasures.queries.js';
import { customerJson } from './customers.sql.js';

/** A customer whose data is being erased. */
export interface Erasure {
  readonly merchantId: string;
  readonly id: string;
}

type Written = { body: string } & WithHints;

@Injectable()
export class CustomersService {
  private readonly creates: BatchedWrites<{ id: string }, Written & { id: string }>;

  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {
    this.creates = new BatchedWrites(database, CREATE);
  }

  create(caller: Caller, customer: CreateCustomerDto, key: GivenKey | null): Promise<StoredResponse<CustomerDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const { name = null, email = null, contact = null, notes = {} } = customer;
    if (name === null && email === null && contact === null) {
      throw new ApiError('missing_parameter', 'A customer needs a name, an email or a contact', { field: 'name' });
    }
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    const row = {
      ...{ merchant_id: merchant.id, mode: merchant.mode, id: newId('cust'), name, email, contact, notes },
      ...{ event_id: newId('evt'), actor, request_id: requestId, trace_parent: traceParent },
      ...claimColumns(keyClaim),
    };
    return this.idempotency.firstOrReplay<CustomerDto>(
      keyClaim,
      async () => {
        const created = await this.creates.write(row);
        if (!created) return undefined;
        this.queue.hint(...created.hints);
        return new StoredResponse(created.body);
      },
      () => Promise.resolve(keyInFlight()),
    );
  }

  async get({ merchant }: Caller, customerId: string): Promise<StoredResponse<CustomerDto>> {
    const [customer] = await this.database.query<{ body: string }>(GET, [merchant.id, customerId]);
    return new StoredResponse((customer ?? notFound()).body);
  }

  /** Without the permission to read payments, `totals` is null. */
  async getWithTotals(
    { merchant, permissions }: Caller,
    customerId: string,
  ): Promise<StoredResponse<CustomerWithTotalsDto>> {
    const values = [merchant.id, customerId, permissions.has('payments:read'), MAX_COUNTED];
    const [customer] = await this.database.query<{ body: string; totals: CustomerTotalsDto | null }>(
      GET_WITH_TOTALS,
      values,
    );
    const { body, totals } = customer ?? notFound();
    return new StoredResponse(withField(body, 'totals', totals));
  }

  /** `unerased`: without the customers whose data was erased. */
  async list(
    { merchant }: Caller,
    query: ListCustomersDto & Backwards & { unerased?: true },
  ): Promise<StoredResponse<CustomerPageDto>> {
    const listed = { from: 'customers c', alias: 'c', json: customerJson('c') };
    const found = await search(this.database, SEARCH, merchant.id, query.q);
    return new StoredResponse(
      await pageOrCounted(this.database, listed, merchant.id, query, [
        ...madeWithin('c', 'cust', query),
        ['c.erased_at IS NULL', query.unerased],
        ['c.id = ANY(?)', found],
      ]),
    );
  }

  update(
    caller: Caller,
    customerId: string,
    change: UpdateCustomerDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<CustomerDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const { fields, values } = changedFields(change, ['name', 'email', 'contact', 'notes']);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<CustomerDto>(keyClaim, 200, async (tx) => {
      const author = [newId('evt'), actor, requestId, traceParent];
      const [changed] = await tx.query<Written>(UPDATE, [merchant.id, customerId, fields, ...values, ...author]);
      if (!changed) throw (await this.refusal(merchant.id, customerId)) ?? notFound();
      tx.afterCommit(() => this.queue.hint(...changed.hints));
      return { id: customerId, body: changed.body };
    });
  }

  /**
   * Erases the customer's row at once; the copies of its data are erased by the sweeper. Repeating it returns the erased
   * customer.
   */
  erase(caller: Caller, customerId: string, key: GivenKey | null): Promise<StoredResponse<CustomerDto>> {
    const { merchant, actor, requestId, traceParent } = caller;
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<CustomerDto>(keyClaim, 200, async (tx) => {
      const author = [newId('evt'), actor, requestId, traceParent];
      const [erased] = await tx.query<Written>(ERASE, [merchant.id, customerId, ...author]);
      if (erased) tx.afterCommit(() => this.queue.hint(...erased.hints));
      const [customer] = erased ? [erased] : await tx.query<{ body: string }>(GET, [merchant.id, customerId]);
      return { id: customerId, body: (customer ?? notFound()).body };
    });
  }

  /** Leases due erasures: the copies of these customers' data are to be erased. */
  leaseErasures(tx: Tx, limit: number): Promise<Erasure[]> {
    return tx.query(LEASE_ERASURES, [limit]);
  }

  async renewErasure({ merchantId, id }: Erasure): Promise<void> {
    await this.database.query(RENEW_ERASURE, [merchantId, id]);
  }

  async endErasurePass({ merchantId, id }: Erasure): Promise<void> {
    await this.database.query(END_ERASURE_PASS, [merchantId, id]);
  }

  /** Why an order or payment with this customer was not created; null if not because of it. */
  async refusal(merchantId: string, customerId: string | undefined, field?: string): Promise<ApiError | null> {
    if (customerId === undefined) return null;
    const [customer] = await this.database.query<{ erased: boolean }>(STATE, [merchantId, customerId]);
    if (!customer) return new ApiError('customer_not_found', 'Customer not found', { field });
    return customer.erased ? new ApiError('customer_erased', 'The data of this customer was erased', { field }) : null;
  }
}

/** The input columns of an order's or payment's customer. */
export function givenCustomer(customer: CustomerInputDto | undefined) {
  const { id = null, name = null, email = null, contact = null } = customer ?? {};
  if (customer && id === null && name === null && email === null && contact === null) {
    const description = 'customer needs an id, a name, an email or a contact: leave it out for none';
    throw new ApiError('missing_parameter', description, { field: 'customer' });
  }
  return { given_customer_id: id, given_name: name, given_email: email, given_contact: contact };
}

function notFound(): never {
  throw new ApiError('customer_not_found', 'Customer not found');
}
