import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';

/** The view that the page shows. */
export type View =
  'pay' | 'processing' | 'action' | 'success' | 'failed' | 'authorised' | 'paid' | 'expired' | 'cancelled';

/**
 * A payment in progress takes precedence over the order's state, and a closed order over a failed payment. An
 * authorised order takes no other payment.
 */
export function viewOf(order: PublicOrder, payment: PublicPayment | null): View {
  if (payment?.status === 'success') return 'success';
  if (payment?.status === 'pending') return 'processing';
  if (payment?.status === 'requires_action') return 'action';
  if (order.status === 'paid' || order.status === 'expired' || order.status === 'cancelled') return order.status;
  if (order.authorized) return 'authorised';
  return payment ? 'failed' : 'pay';
}

/** Nothing is in progress: the shopper may return to the merchant with a result. */
export const isEnded = (view: View) => view !== 'pay' && view !== 'processing' && view !== 'action';
