import { Injectable } from '@nestjs/common';
import type { Caller } from '../../accounts/access/caller.js';
import type { OrderDto } from '../../money/orders/order.dto.js';
import { OrdersService } from '../../money/orders/orders.service.js';
import { PaymentActionsService } from '../../money/payments/payment-actions.service.js';
import type { PaymentDto } from '../../money/payments/payment.dto.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { objectOf } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { alsoNeeds, secondKey } from './stripe-access.js';
import { ownId } from './stripe-ids.js';
import { type IntentEntity, intentStatus, type IntentStatus } from './stripe-intent.js';
import { cancellationOf, captureAsked } from './stripe-intent-changes.js';
import { StripeIntents, unexpected } from './stripe-intents.service.js';
import type { Parameters } from './stripe-parameters.js';

/** With a payment that is not decided, or approved and not captured. */
const UNDER_WAY: ReadonlySet<IntentStatus> = new Set(['processing', 'requires_action', 'requires_capture']);

/** Capture and cancellation of an intent, and the end of a session. */
@Injectable()
export class StripeIntentEnds {
  constructor(
    private readonly orders: OrdersService,
    private readonly actions: PaymentActionsService,
    private readonly intents: StripeIntents,
    private readonly idempotency: IdempotencyService,
  ) {}

  async capture(caller: Caller, intentId: string, sent: Parameters, key: GivenKey | null): Promise<IntentEntity> {
    const orderId = ownId('payment_intent', intentId);
    const asked = captureAsked(sent);
    const { order, payment } = await this.intents.find(caller, orderId);
    if (!payment) throw unexpected('capture', intentStatus(order, payment));
    const change = objectOf<PaymentDto>(this.actions.capture(caller, payment.id, asked, key));
    const captured = await this.unlessLocked(caller, orderId, change);
    const { order: now } = await this.intents.find(caller, orderId);
    return this.intents.entity(now, captured);
  }

  async cancel(caller: Caller, intentId: string, sent: Parameters, key: GivenKey | null): Promise<IntentEntity> {
    alsoNeeds(caller, 'orders:write');
    const orderId = ownId('payment_intent', intentId);
    const reason = cancellationOf(sent);
    const done = await this.ended(caller, key);
    const { order, payment } = await this.intents.find(caller, orderId);
    const status = intentStatus(order, payment);
    if (done) return { ...this.intents.entity(order, payment), cancellation_reason: reason };
    if (status === 'canceled' || status === 'succeeded') throw unexpected('cancel', status);
    await this.close(caller, order, payment, key);
    return { ...(await this.intents.get(caller, intentId)), cancellation_reason: reason };
  }

  /** Ends a session, also one whose shopper has begun to pay. One that is paid or authorised is complete. */
  async expire(caller: Caller, sessionId: string, sent: Parameters, key: GivenKey | null): Promise<OrderDto> {
    const orderId = ownId('checkout.session', sessionId);
    sent.end();
    const done = await this.ended(caller, key);
    if (done) return done;
    const { order, payment } = await this.intents.find(caller, orderId);
    if (intentStatus(order, payment) === 'requires_capture') {
      const description = 'Only Checkout Sessions with a status in ["open"] can be expired. This one is complete.';
      throw new ApiError('order_payment_under_way', description);
    }
    return this.close(caller, order, payment, key);
  }

  /** The order as it was closed under this key; null if it was not. */
  private async ended(caller: Caller, key: GivenKey | null): Promise<OrderDto | null> {
    const stored = key && (await this.idempotency.replay<OrderDto>(this.idempotency.keyFor(key, caller.merchant.id)!));
    return stored && (JSON.parse(stored.body) as OrderDto);
  }

  /** First its payment, if that is open, then the order, so that no other payment can follow. */
  private async close(
    caller: Caller,
    order: OrderDto,
    payment: PaymentDto | null,
    key: GivenKey | null,
  ): Promise<OrderDto> {
    if (payment && UNDER_WAY.has(intentStatus(order, payment))) {
      alsoNeeds(caller, 'payments:capture');
      await this.unlessLocked(caller, order.id, this.actions.cancel(caller, payment.id, secondKey(key, 'pay')));
    }
    return objectOf<OrderDto>(this.orders.cancel(caller, order.id, key));
  }

  /** Stripe refuses by a state that can be read. A refusal because of another request that is under way is no such. */
  private async unlessLocked<T>(caller: Caller, orderId: string, change: Promise<T>): Promise<T> {
    try {
      return await change;
    } catch (error) {
      const reason = error instanceof ApiError ? error.reason : null;
      if (reason !== 'payment_not_capturable' && reason !== 'payment_not_cancellable') throw error;
      const { order, payment } = await this.intents.find(caller, orderId);
      if (intentStatus(order, payment) !== 'requires_capture') throw error;
      const description = 'This object cannot be accessed right now because another request is changing it.';
      throw new ApiError('object_busy', description, { retryAfterSeconds: 1, cause: error });
    }
  }
}
