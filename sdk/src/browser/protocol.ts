/**
 * How the checkout in a frame talks to the page that opened it.
 *
 * The opener names the frame: `payment-gateway:<nonce>:<origin of the opener>`. A frame keeps its name through every
 * navigation within it, the URL stays free of it, and no other page can read it. The checkout posts messages to that
 * origin alone, so a page that lies about its origin receives nothing; the opener believes a message only when it comes
 * from the checkout's origin, from this frame, with this nonce.
 *
 * Scripts of past versions stay in use: a new type of message is ignored by them, a type in use never changes.
 */
const PREFIX = 'payment-gateway';

/** A later checkout may add fields. */
export interface SuccessData {
  paymentId: string;
  orderId: string;
  /** The payment's status, as in the API. */
  status: 'success';
  /** In the currency's minor unit. */
  amount: number;
  currency: string;
  /** The signed result, as a query. Send it to your server: `verifyReturn` of the SDK takes it as it takes a URL. */
  returned: string;
  /** The order's `return_url` with the signed result, to go there; null if the order has none. */
  returnUrl: string | null;
  /** True if the bank approved the amount and nothing was taken yet: the order is paid when you capture it. */
  authorized: boolean;
}

export interface FailureData {
  /** Absent when there was no payment: the order had expired or was cancelled. */
  paymentId?: string;
  orderId: string;
  /** What the payment ended in; without `paymentId`, what the order ended in. */
  status: 'failed' | 'expired' | 'cancelled';
  /** In words for the shopper. */
  error: string;
}

export type CheckoutMessage =
  /** The page has loaded and its scripts run: first of all messages, and again after the frame was navigated. */
  | { type: 'ready' }
  | { type: 'payment_success'; data: SuccessData }
  | { type: 'payment_failed'; data: FailureData }
  /** The order was paid before this page was opened. */
  | { type: 'order_paid'; data: { orderId: string } }
  /** The shopper wants to leave. */
  | { type: 'close_modal' };

export type Signed = CheckoutMessage & { nonce: string };

export const frameName = (nonce: string, openerOrigin: string) => `${PREFIX}:${nonce}:${openerOrigin}`;

/** Posts to the page that opened this frame; does nothing in a window of its own. */
export function postToOpener(message: CheckoutMessage): void {
  const [, nonce, origin] = new RegExp(`^${PREFIX}:([\\w-]+):(https?://[^/]+)$`).exec(window.name) ?? [];
  if (nonce && origin && window.parent !== window) window.parent.postMessage({ ...message, nonce }, origin);
}
