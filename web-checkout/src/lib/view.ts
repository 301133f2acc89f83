import type { PublicOrder, PublicPayment } from '@payment-gateway/sdk';

/** The view that the page shows. */
export type View =
  'pay' | 'processing' | 'action' | 'success' | 'failed' | 'authorised' | 'paid' | 'expired' | 'cancelled';

/** A UPI payment by QR code or app. It has no view of its own: its code is shown among the methods. */
const hasCode = (payment: PublicPayment | null) => payment?.flow === 'intent';

/**
 * A payment in progress takes precedence over the order's state, and a closed order over a failed payment. An
 * authorised order takes no other payment. A code that expired or was cancelled is no failure: another may be shown.
 */
export function viewOf(order: PublicOrder, payment: PublicPayment | null): View {
  if (payment?.status === 'success') return 'success';
  if (payment?.status === 'pending') return hasCode(payment) ? 'pay' : 'processing';
  if (payment?.status === 'requires_action') return hasCode(payment) ? 'pay' : 'action';
  if (order.status === 'paid' || order.status === 'expired' || order.status === 'cancelled') return order.status;
  if (order.authorized) return 'authorised';
  return payment && !(hasCode(payment) && payment.status !== 'failed') ? 'failed' : 'pay';
}

/** Nothing is in progress: the shopper may return to the merchant with a result. */
export const isEnded = (view: View) => view !== 'pay' && view !== 'processing' && view !== 'action';
