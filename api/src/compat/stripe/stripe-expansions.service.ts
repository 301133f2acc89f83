import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { CustomerDto } from '../../money/customers/customer.dto.js';
import { CustomersService } from '../../money/customers/customers.service.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import type { RefundPageDto } from '../../money/refunds/refund.dto.js';
import { RefundsService } from '../../money/refunds/refunds.service.js';
import { Clock } from '../../platform/clock.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { alsoNeeds } from './stripe-access.js';
import { chargeEntity } from './stripe-charge.js';
import { customerEntity, listEntity, refundEntity } from './stripe-entities.js';
import { expansionsOf, notExpandable } from './stripe-expand.js';
import { ownId } from './stripe-ids.js';
import { StripeIntents } from './stripe-intents.service.js';
import { methodOfPayment, methodOfToken } from './stripe-methods.js';
import type { Parameters } from './stripe-parameters.js';

/** Refunds of one charge that an expansion shows. */
const MAX_REFUNDS = 10;

type Entity = Record<string, unknown> & { object?: string };

/** Replaces the ids of a response by their objects, as `expand` asks. */
@Injectable()
export class StripeExpansions {
  constructor(
    private readonly intents: StripeIntents,
    private readonly payments: PaymentsService,
    private readonly refunds: RefundsService,
    private readonly customers: CustomersService,
    private readonly clock: Clock,
  ) {}

  async expand<T extends object>(caller: Caller, entity: T, sent: Parameters): Promise<T> {
    for (const path of expansionsOf(sent)) await this.follow(caller, entity as Entity, path, path.join('.'));
    return entity;
  }

  private async follow(caller: Caller, entity: Entity, [field = '', ...rest]: string[], whole: string): Promise<void> {
    if (entity.object === 'list' && field === 'data') {
      for (const one of entity['data'] as Entity[]) await this.follow(caller, one, rest, whole);
      return;
    }
    entity[field] = await this.expanded(caller, entity, field, whole);
    const value = entity[field];
    if (rest.length > 0 && typeof value === 'object' && value !== null) {
      await this.follow(caller, value as Entity, rest, whole);
    }
  }

  private async expanded(caller: Caller, entity: Entity, field: string, whole: string): Promise<unknown> {
    const value = entity[field];
    if (field === 'refunds' && entity.object === 'charge') return this.refundsOf(caller, String(entity['id']));
    if (value === undefined) throw notExpandable(whole);
    return typeof value === 'string' ? this.load(caller, field, value) : value;
  }

  private async load(caller: Caller, field: string, id: string): Promise<unknown> {
    if (field === 'payment_intent') {
      alsoNeeds(caller, 'orders:read', 'payments:read');
      return this.intents.get(caller, id);
    }
    if (field === 'customer') {
      alsoNeeds(caller, 'customers:read');
      return customerEntity(await objectOf<CustomerDto>(this.customers.get(caller, ownId('customer', id))));
    }
    if (field === 'payment_method') return this.method(caller, id);
    alsoNeeds(caller, 'payments:read');
    return chargeEntity(await objectOf<PaymentDto>(this.payments.get(caller, ownId('charge', id))));
  }

  /** A test card by its token, or what a payment was made with. */
  async method(caller: Caller, id: string) {
    if (/^(pm_card|tok)_/.test(id)) return methodOfToken(id, 'payment_method', this.clock.now());
    alsoNeeds(caller, 'payments:read');
    const payment = await objectOf<PaymentDto>(this.payments.get(caller, ownId('payment_method', id)));
    const method = methodOfPayment(payment);
    if (method) return method;
    throw new ApiError('payment_not_found', `No such payment_method: '${id.slice(0, 100)}'`);
  }

  private async refundsOf(caller: Caller, chargeId: string) {
    alsoNeeds(caller, 'refunds:read');
    const asked = { payment_id: ownId('charge', chargeId), limit: MAX_REFUNDS };
    const { data, has_more } = await objectOf<RefundPageDto>(this.refunds.list(caller, asked));
    return listEntity(`/v1/refunds?charge=${chargeId}`, data.map(refundEntity), has_more);
  }
}
