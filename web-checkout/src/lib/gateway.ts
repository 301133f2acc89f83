import {
  ConnectionError,
  NotFoundError,
  type PayerReceipt,
  PaymentGatewayError,
  type PublicOrder,
  type PublicPaymentDetail,
  type PublicPaymentLink,
  type PublicReceipt,
  RateLimitError,
  type Return,
  ServerError,
} from '@payment-gateway/sdk';
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
  payment: PublicPaymentDetail | null;
  view: View;
  /** The signed URL back to the merchant, once there is a result. */
  returned: Return | null;
  /** The receipt of a captured payment; null also if it cannot be read now. */
  receipt: PayerReceipt | null;
}

/**
 * The order, and the payment if the address names one of its payments. Null if there is no such order.
 * @param isBack the shopper has just come back from the acquirer's page, so that the gateway should ask soon
 */
export async function loadCheckout(params: CheckoutParams, isBack = false): Promise<Loaded | null> {
  if (!params.orderId) return null;
  const shopper = await onBehalfOfShopper();
  const [order, found] = await Promise.all([
    gateway.orders.getPublic(params.orderId, shopper).catch(missing),
    params.paymentId ? readPayment(params.paymentId, isBack).catch(missing) : null,
  ]);
  if (!order) return null;
  const payment = found?.orderId === order.id ? found : null;
  const view = viewOf(order, payment);
  const [returned, receipt] = await Promise.all([
    isEnded(view) ? gateway.publicReturns.get(order.id, shopper) : null,
    payment && view === 'success' && !payment.authorized ? receiptOf(payment.id) : null,
  ]);
  return { order, payment, view, returned, receipt };
}

/** Without it the page shows the success alone. */
async function receiptOf(paymentId: string): Promise<PayerReceipt | null> {
  return gateway.payerReceipts.get(paymentId, await onBehalfOfShopper()).catch((error: unknown) => {
    if (error instanceof PaymentGatewayError) return null;
    throw error;
  });
}

/** A receipt by the token of its link. Null if the link is not valid. */
export async function loadReceipt(token: string): Promise<PublicReceipt | null> {
  return gateway.publicReceipts.get(token, await onBehalfOfShopper()).catch((error: unknown) => {
    if (error instanceof NotFoundError) return null;
    throw error;
  });
}

/** Without the report that the shopper is back, the gateway learns the result a little later. */
async function readPayment(paymentId: string, isBack: boolean): Promise<PublicPaymentDetail> {
  const shopper = await onBehalfOfShopper();
  const read = () => gateway.publicPayments.get(paymentId, shopper);
  if (!isBack) return read();
  return gateway.publicPayments.returned(paymentId, shopper).catch((error: unknown) => {
    if (error instanceof PaymentGatewayError) return read();
    throw error;
  });
}

/** Null if there is no such link. */
export async function loadLink(id: string): Promise<PublicPaymentLink | null> {
  return gateway.publicPaymentLinks.get(id, await onBehalfOfShopper()).catch(missing);
}

function missing(error: unknown): null {
  if (error instanceof NotFoundError) return null;
  throw error;
}

const TEMPORARY = [ConnectionError, ServerError, RateLimitError];

/** Undefined if the API cannot be reached, or not now. */
export async function unlessUnavailable<T>(loading: Promise<T>): Promise<T | undefined> {
  return loading.catch((error: unknown) => {
    if (TEMPORARY.some((kind) => error instanceof kind)) return undefined;
    throw error;
  });
}
