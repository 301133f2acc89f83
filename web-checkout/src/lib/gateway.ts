import { NotFoundError, type PublicOrder, type PublicPayment, type Return } from '@payment-gateway/sdk';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { headers } from 'next/headers';
import type { CheckoutParams } from './params';
import { isEnded, type View, viewOf } from './view';

/** Without credentials: the checkout calls public endpoints only. */
export const gateway = gatewayFor();

/** The API's rate limit must count the shopper's address, not this server's. */
export async function onBehalfOfShopper(): Promise<{ headers: Record<string, string> }> {
  const address = (await headers()).get('x-forwarded-for');
  return { headers: address ? { 'X-Forwarded-For': address } : {} };
}

export interface Loaded {
  order: PublicOrder;
  payment: PublicPayment | null;
  view: View;
  /** The signed URL back to the merchant, once there is a result. */
  returned: Return | null;
}

/** The order, and the payment if the address names one of its payments. Null if there is no such order. */
export async function loadCheckout(params: CheckoutParams): Promise<Loaded | null> {
  if (!params.orderId) return null;
  const shopper = await onBehalfOfShopper();
  const missing = (error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  };
  const [order, found] = await Promise.all([
    gateway.orders.getPublic(params.orderId, shopper).catch(missing),
    params.paymentId ? gateway.publicPayments.get(params.paymentId, shopper).catch(missing) : null,
  ]);
  if (!order) return null;
  const payment = found?.orderId === order.id ? found : null;
  const view = viewOf(order, payment);
  const returned = isEnded(view) ? await gateway.publicReturns.get(order.id, shopper) : null;
  return { order, payment, view, returned };
}
