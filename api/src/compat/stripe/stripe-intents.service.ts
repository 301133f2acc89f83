import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import { OrdersService } from '../../money/orders/orders.service.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { PaymentWatch } from '../../money/payments/payment-watch.js';
import { PaymentsService } from '../../money/payments/payments.service.js';
import { Config } from '../../platform/config/config.module.js';
import { ApiError, type ErrorReason } from '../../platform/errors/api-error.js';
import type { Wait } from '../../platform/http/waiting.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { newId } from '../../platform/ids.js';
import { alsoNeeds, secondKey } from './stripe-access.js';
import { cardOfToken, type GivenCard } from './stripe-cards.js';
import { declineOf } from './stripe-charge.js';
import { listEntity } from './stripe-entities.js';
import { DeclinedIntent } from './stripe-errors.js';
import { ownId } from './stripe-ids.js';
import { intentEntity, type IntentEntity, intentStatus, type IntentStatus } from './stripe-intent.js';
import { intentChangeOf } from './stripe-intent-changes.js';
import { confirmationOf, customerOf, given, newIntentOf, paymentOf } from './stripe-intent-requests.js';
import { pageAsked } from './stripe-lists.js';
import { keptIn, mergedNotes, metadataOf } from './stripe-metadata.js';
import { methodOfPayment } from './stripe-methods.js';
import type { Parameters } from './stripe-parameters.js';

/** How long a confirmation waits for the bank. Then the intent is `processing`. */
const WAIT_MS = 10_000;
const OPEN: ReadonlySet<IntentStatus> = new Set(['requires_payment_method', 'requires_confirmation']);
const REASONS: Readonly<Partial<Record<IntentStatus, ErrorReason>>> = {
  succeeded: 'order_already_paid',
  canceled: 'order_cancelled',
};

/** An intent is an order with the payment that decides it. */
@Injectable()
export class StripeIntents {
  constructor(
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
    private readonly watch: PaymentWatch,
    private readonly idempotency: IdempotencyService,
    private readonly config: Config,
  ) {}

  /** The hosted page of an order. */
  get checkoutUrl(): string {
    return `${this.config.PUBLIC_CHECKOUT_URL.replace(/\/$/, '')}/checkout`;
  }

  async create(caller: Caller, sent: Parameters, key: GivenKey | null, wait: Wait): Promise<IntentEntity> {
    alsoNeeds(caller, 'orders:write');
    const orderId = newId('order');
    const { order, card, confirm } = newIntentOf(sent, orderId);
    const created = await objectOf<OrderDto>(this.orders.create(caller, order, key, orderId));
    if (!confirm || !card) return this.entity(created, null);
    return this.pay(caller, created, card, secondKey(key, 'pay'), wait);
  }

  /** A key that has a payment belongs to a confirmation that was made before: its outcome is returned again. */
  async confirm(
    caller: Caller,
    intentId: string,
    sent: Parameters,
    key: GivenKey | null,
    wait: Wait,
  ): Promise<IntentEntity> {
    const orderId = ownId('payment_intent', intentId);
    const { card, returnUrl } = confirmationOf(sent, orderId);
    const made = key && (await this.idempotency.replay<PaymentDto>(this.claim(caller, key)));
    if (made) return this.outcome(caller, (JSON.parse(made.body) as PaymentDto).id, wait);
    const { order, payment } = await this.find(caller, orderId);
    const status = intentStatus(order, payment);
    if (!OPEN.has(status)) throw unexpected('confirm', status);
    const kept = keptIn(order.notes).payment_method;
    const chosen = card ?? (kept === undefined ? null : cardOfToken(kept, 'payment_method'));
    if (!chosen) {
      const description =
        'You cannot confirm this PaymentIntent because it is missing a payment method: send payment_method';
      throw new ApiError('missing_parameter', description, { field: 'payment_method' });
    }
    if (returnUrl !== undefined && returnUrl !== order.return_url) {
      await this.orders.setReturnUrl(caller, orderId, returnUrl);
    }
    return this.pay(caller, order, chosen, key, wait);
  }

  async get(caller: Caller, intentId: string): Promise<IntentEntity> {
    const { order, payment } = await this.find(caller, ownId('payment_intent', intentId));
    return this.entity(order, payment);
  }

  async list(caller: Caller, sent: Parameters) {
    const page = pageAsked('payment_intent', sent);
    const customer = customerOf(sent);
    sent.end();
    const asked = { ...page, ...(customer && { customer_id: customer.id }) };
    const { data, has_more } = await objectOf(this.orders.list(caller, asked));
    return listEntity('/v1/payment_intents', await this.entities(caller, data), has_more);
  }

  async update(caller: Caller, intentId: string, sent: Parameters, key: GivenKey | null): Promise<IntentEntity> {
    alsoNeeds(caller, 'orders:write');
    const orderId = ownId('payment_intent', intentId);
    const { description, metadata, method } = intentChangeOf(sent);
    const { order, payment } = await this.find(caller, orderId);
    if (method !== undefined && !OPEN.has(intentStatus(order, payment))) {
      throw unexpected('update', intentStatus(order, payment));
    }
    const { payment_method: _, ...others } = keptIn(order.notes);
    const kept = method === undefined ? undefined : { ...others, ...(method !== null && { payment_method: method }) };
    const notes = metadata === undefined && !kept ? undefined : mergedNotes(order.notes, metadata, kept);
    const change = given({ description, notes });
    if (Object.keys(change).length === 0) return this.entity(order, payment);
    return this.entity(await objectOf<OrderDto>(this.orders.update(caller, orderId, change, key)), payment);
  }

  /** The intents of these orders, in the same order. */
  async entities(caller: Caller, orders: readonly OrderDto[]): Promise<IntentEntity[]> {
    const ids = orders.filter(({ attempts }) => attempts > 0).map(({ id }) => id);
    const byOrder = new Map((await this.payments.latestOf(caller, ids)).map((payment) => [payment.order_id, payment]));
    return orders.map((order) => this.entity(order, byOrder.get(order.id) ?? null));
  }

  /** The orders with a payment that is approved and not captured. */
  async authorized(caller: Caller, orders: readonly OrderDto[]): Promise<ReadonlySet<string>> {
    const intents = await this.entities(caller, orders);
    return new Set(orders.filter((_, at) => intents[at]?.status === 'requires_capture').map(({ id }) => id));
  }

  async find(caller: Caller, orderId: string): Promise<{ order: OrderDto; payment: PaymentDto | null }> {
    const order = await objectOf<OrderDto>(this.orders.get(caller, orderId));
    const [payment] = await this.payments.latestOf(caller, [orderId]);
    return { order, payment: payment ?? null };
  }

  entity(order: OrderDto, payment: PaymentDto | null): IntentEntity {
    return intentEntity(order, payment, this.checkoutUrl);
  }

  private async pay(
    caller: Caller,
    order: OrderDto,
    card: GivenCard,
    key: GivenKey | null,
    wait: Wait,
  ): Promise<IntentEntity> {
    const wanted = paymentOf(order.id, card, metadataOf(order.notes));
    const { id } = await objectOf<PaymentDto>(this.payments.create(caller, wanted, key));
    return this.outcome(caller, id, wait);
  }

  /** Of this payment, whatever has followed it. */
  private async outcome(caller: Caller, paymentId: string, wait: Wait): Promise<IntentEntity> {
    await wait(() => this.watch.decided(paymentId, WAIT_MS));
    const payment = await objectOf<PaymentDto>(this.payments.get(caller, paymentId));
    const order = await objectOf<OrderDto>(this.orders.get(caller, payment.order_id));
    const intent = this.entity(order, payment);
    const { error_reason: reason, error_description: text } = payment;
    if (isReasonOfOrder(reason)) throw new ApiError(reason, text ?? 'The payment was not made');
    const decline = declineOf(payment);
    if (decline) throw new DeclinedIntent(decline, intent, methodOfPayment(payment));
    return intent;
  }

  private claim(caller: Caller, key: GivenKey) {
    return this.idempotency.keyFor(key, caller.merchant.id)!;
  }
}

/** Another confirmation, or a cancellation, was faster: the card was not charged. */
const isReasonOfOrder = (reason: string | null) =>
  reason === 'order_already_paid' || reason === 'order_cancelled' || reason === 'order_expired';

export function unexpected(what: string, status: IntentStatus): ApiError {
  const description = `You cannot ${what} this PaymentIntent because it has a status of ${status}.`;
  return new ApiError(REASONS[status] ?? 'order_payment_under_way', description);
}
