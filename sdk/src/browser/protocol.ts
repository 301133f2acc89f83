/**
 * How the checkout in a frame talks to the page that opened it.
 *
 * The opener names the frame: `payment-gateway:<nonce>:<origin of the opener>`. A frame keeps its name through every
 * navigation within it, the URL stays free of it, and no other page can read it. The checkout posts messages to that
 * origin alone, so a page that lies about its origin receives nothing; the opener believes a message only when it comes
 * from the checkout's origin, from this frame, with this nonce.
 */
const PREFIX = 'payment-gateway';

export interface SuccessData {
  paymentId: string;
  orderId: string;
  /** In the currency's minor unit. */
  amount: number;
  currency: string;
  /** True if the bank approved the amount and nothing was taken yet: the order is paid when you capture it. */
  authorized: boolean;
}

export interface FailureData {
  /** Absent when there was no payment: the order had expired, was cancelled or unknown. */
  paymentId?: string;
  orderId: string;
  /** In words for the shopper. */
  error: string;
}

export type CheckoutMessage =
  | { type: 'payment_success'; data: SuccessData }
  | { type: 'payment_failed'; data: FailureData }
  | { type: 'close_modal' };

export type Signed = CheckoutMessage & { nonce: string };

export const frameName = (nonce: string, openerOrigin: string) => `${PREFIX}:${nonce}:${openerOrigin}`;

/** Posts to the page that opened this frame; does nothing in a window of its own. */
export function postToOpener(message: CheckoutMessage): void {
  const [, nonce, origin] = new RegExp(`^${PREFIX}:([\\w-]+):(https?://[^/]+)$`).exec(window.name) ?? [];
  if (nonce && origin && window.parent !== window) window.parent.postMessage({ ...message, nonce }, origin);
}
