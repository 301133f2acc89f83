/**
 * The messages between the checkout in a frame and the page that opened it.
 *
 * The opener names the frame: `payment-gateway:<nonce>:<origin of the opener>`. A frame keeps its name through every
 * navigation within it, the name is not part of the URL, and no other page can read it. The checkout posts messages
 * only to that origin, so a page that states a false origin receives nothing. The opener accepts a message only if it
 * comes from the checkout's origin and from this frame, with this nonce.
 *
 * Scripts of past versions stay in use: they ignore a new type of message, and an existing type never changes.
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
  /** The signed result, as a query. Send it to your server: `verifyReturn` of the SDK accepts it in place of a URL. */
  returned: string;
  /** The order's `return_url` with the signed result, for the redirect; null if the order has none. */
  returnUrl: string | null;
  /** True if the bank approved the amount and no money was taken yet: the order is paid when you capture it. */
  authorized: boolean;
}

export interface FailureData {
  /** Absent if there was no payment: the order had expired or was cancelled. */
  paymentId?: string;
  orderId: string;
  /** The payment's final status; without `paymentId`, the order's. */
  status: 'failed' | 'expired' | 'cancelled';
  /** For the shopper, in the shopper's language. */
  error: string;
}

export type CheckoutMessage =
  /** The page has loaded and its scripts run. The first message, also after each navigation of the frame. */
  | { type: 'ready' }
  | { type: 'payment_success'; data: SuccessData }
  | { type: 'payment_failed'; data: FailureData }
  /** The order was paid before this page was opened. */
  | { type: 'order_paid'; data: { orderId: string } }
  /** The height of the checkout's content in pixels, after `ready` and after each change. */
  | { type: 'height'; height: number }
  /** The shopper closes the checkout. */
  | { type: 'close_modal' };

export type Signed = CheckoutMessage & { nonce: string };

export const frameName = (nonce: string, openerOrigin: string) => `${PREFIX}:${nonce}:${openerOrigin}`;

/** Posts to the page that opened this frame; does nothing outside a frame. */
export function postToOpener(message: CheckoutMessage): void {
  const [, nonce, origin] = new RegExp(`^${PREFIX}:([\\w-]+):(https?://[^/]+)$`).exec(window.name) ?? [];
  if (nonce && origin && window.parent !== window) window.parent.postMessage({ ...message, nonce }, origin);
}
