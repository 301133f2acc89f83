import type { ChargeRef } from '../connector.js';
import {
  type Dispute,
  DISPUTES,
  type Link,
  PAYMENT,
  type Payment,
  PAYMENT_LINKS,
  PAYMENTS,
  type Refund,
  REFUNDS,
  successOf,
  UnexpectedResponse,
} from './razorpay-entities.js';
import type { RazorpayCall } from './razorpay-http.js';
import { disputedOf, type View } from './razorpay.mapping.js';

/** The largest page of a list. */
const PAGE = 100;
/** A payment has fewer refunds, and an account fewer open disputes. */
const MAX_PAGES = 10;

/** The link of a reference; undefined if there is none. */
export async function linkOf(call: RazorpayCall, reference: string): Promise<Link | undefined> {
  const response = await call.get(`/v1/payment_links?reference_id=${encodeURIComponent(reference)}`);
  const links = successOf(PAYMENT_LINKS, response).payment_links.filter((link) => link.reference_id === reference);
  if (links.length > 1) throw new UnexpectedResponse(response);
  return links[0];
}

/** A charge's link and all payments of its order; undefined if there is no link. */
export async function viewOf(
  call: RazorpayCall,
  { reference, providerId }: Pick<ChargeRef, 'reference' | 'providerId'>,
): Promise<View | undefined> {
  const link = await linkOf(call, reference);
  if (!link) return undefined;
  const orderId = link.order_id ?? (await orderOf(call, link.payments?.[0]?.payment_id ?? providerId));
  if (!orderId) return { link, attempts: null };
  const response = await call.get(`/v1/orders/${encodeURIComponent(orderId)}/payments`);
  return { link: { ...link, order_id: orderId }, attempts: successOf(PAYMENTS, response).items };
}

/** A link does not always name its order; a payment of it does. */
const orderOf = async (call: RazorpayCall, paymentId: string | null): Promise<string | null> =>
  paymentId === null ? null : ((await paymentOf(call, paymentId)).order_id ?? null);

export const paymentOf = async (call: RazorpayCall, paymentId: string): Promise<Payment> =>
  successOf(PAYMENT, await call.get(`/v1/payments/${encodeURIComponent(paymentId)}`));

export async function refundsOf(call: RazorpayCall, paymentId: string): Promise<Refund[]> {
  const refunds: Refund[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const path = `/v1/payments/${encodeURIComponent(paymentId)}/refunds?count=${PAGE}&skip=${page * PAGE}`;
    const { items } = successOf(REFUNDS, await call.get(path));
    refunds.push(...items);
    if (items.length < PAGE) return refunds;
  }
  throw new Error(`payment ${paymentId} has more than ${MAX_PAGES * PAGE} refunds`);
}

/** What is withheld of a payment; undefined if the account may not read disputes, or has more than are read. */
export async function disputesOf(call: RazorpayCall, paymentId: string): Promise<number | undefined> {
  const disputes: Dispute[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const response = await call.get(`/v1/disputes?count=${PAGE}&skip=${page * PAGE}`);
    const { items } = (response.status === 200 && DISPUTES.safeParse(response.body).data) || {};
    if (!items) return undefined;
    disputes.push(...items);
    if (items.length < PAGE) return disputedOf(disputes, paymentId);
  }
  return undefined;
}
