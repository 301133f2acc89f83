import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';

/** What the page shows. */
export type View =
  'pay' | 'processing' | 'action' | 'success' | 'failed' | 'authorised' | 'paid' | 'expired' | 'cancelled';

/**
 * A payment on its way goes before the order, and the order's end before a payment's failure. An authorised order takes
 * no other payment.
 */
export function viewOf(order: PublicOrder, payment: PublicPayment | null): View {
  if (payment?.status === 'success') return 'success';
  if (payment?.status === 'pending') return 'processing';
  if (payment?.status === 'requires_action') return 'action';
  if (order.status === 'paid' || order.status === 'expired' || order.status === 'cancelled') return order.status;
  if (order.authorized) return 'authorised';
  return payment ? 'failed' : 'pay';
}

/** Nothing is under way: the shopper may go back to the merchant with a result. */
export const isEnded = (view: View) => view !== 'pay' && view !== 'processing' && view !== 'action';
