import { randomUUID } from 'node:crypto';
import { IdempotencyError, type PublicPayment } from '@payment-gateway/sdk';
import { gateway, onBehalfOfShopper } from './gateway';

const OVER = new Set<PublicPayment['status']>(['failed', 'cancelled', 'expired']);
const MAX_STEPS = 10;

/**
 * The order's UPI payment by code, created if there is none that can be paid. Its key follows from the order and the
 * payment before it, so that a reload, a second tab and a second press get the same payment. `after` is the last
 * payment that the page has shown; without it the search starts at the order's first.
 */
export async function openCode(orderId: string, after: string): Promise<PublicPayment> {
  const shopper = await onBehalfOfShopper();
  const create = (idempotencyKey: string) =>
    gateway.publicPayments.create({ orderId, method: 'upi', flow: 'intent' }, { ...shopper, idempotencyKey });
  let before = /^pay_[A-Za-z0-9]{16}$/.test(after) ? after : 'first';
  for (let step = 0; step < MAX_STEPS; step++) {
    const { id } = await create(`code-after-${before}`).catch((error: unknown) => {
      if (error instanceof IdempotencyError) return create(randomUUID()); // another client has used this key
      throw error;
    });
    // A replayed response has the status of then.
    const payment = await gateway.publicPayments.get(id, shopper);
    if (!OVER.has(payment.status)) return payment;
    before = id;
  }
  return create(randomUUID());
}
