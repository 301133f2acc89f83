import { randomId } from '../random-id.js';
import { type CheckoutDialog, openDialog } from './dialog.js';
import { type FailureData, frameName, type Signed, type SuccessData } from './protocol.js';
import { faultOfSecretInBrowser } from './secret.js';
import { type CloseReason, type ErrorReason, Session } from './session.js';

export interface CheckoutError {
  reason: ErrorReason;
  /** What happened and what to do, for the developer and not for the shopper. */
  message: string;
}

export interface CheckoutOptions {
  /** The order to pay, made by your server. */
  orderId: string;
  /** Public key id, under either name. Not needed to pay; the checkout never needs the secret. */
  key?: string;
  apiKey?: string;
  /** Refused, except a test secret on localhost. */
  apiSecret?: string;
  /** The hosted checkout's address. The script that the gateway serves contains it already. */
  checkoutUrl?: string;
  /** Milliseconds from `open()` until the checkout must be ready, 1 to 120000. Default 10000. */
  timeout?: number;
  /**
   * Whether an error leaves the page for the checkout, as `redirect()` does. Default true. The redirect follows
   * `onError` and `onClose`, unless one of them has opened the dialog again. Never while offline, because your page
   * would be lost. With false, show something in `onError`.
   */
  redirectOnError?: boolean;
  /**
   * The shopper has paid, or with `authorized: true` approved a later capture. Not a proof: ship on the webhook
   * `order.paid`. The dialog closes itself after two seconds. Not called for an order that was already paid: then
   * `onClose` receives `success`.
   */
  onSuccess?: (data: SuccessData) => void;
  /** An attempt failed and the shopper may try again in the same dialog, or the order takes no payment any more. */
  onFailure?: (data: FailureData) => void;
  /** The checkout could not be shown, and the dialog has closed. */
  onError?: (error: CheckoutError) => void;
  /** The dialog has closed, for any reason. Called once for each `open()`, after the other callbacks. */
  onClose?: (reason: CloseReason) => void;
}

const TIMEOUT_MS = 10_000;
const MAX_TIMEOUT_MS = 120_000;
const MESSAGES: Readonly<Record<ErrorReason, string>> = {
  blocked:
    "The checkout may not be framed by this page. Add the page's origin to the merchant's allowed origins, and the " +
    "checkout's to frame-src of the page's Content-Security-Policy.",
  not_found: 'There is no such order. Create it on your server and pass its id.',
  offline: 'The browser is offline. Open the checkout again when it is back.',
  timeout: 'The checkout was not ready in time. Open it again.',
};

/** The hosted checkout, in a dialog over the page or in place of it. */
export class PaymentGateway {
  /** Set by the script that the gateway serves. */
  static checkoutUrl: string | undefined;

  private readonly url: URL;
  private readonly timeout: number;
  private dialog: CheckoutDialog | undefined;
  private session: Session | undefined;

  /** @throws Error if orderId or checkoutUrl is missing, timeout is out of range, or a secret is given */
  constructor(private readonly options: CheckoutOptions) {
    const fault = faultOfSecretInBrowser(options.apiSecret);
    if (fault) throw new Error(fault);
    const base = options.checkoutUrl ?? PaymentGateway.checkoutUrl;
    if (!options.orderId) throw new Error('orderId is missing: create the order on your server and pass its id');
    if (!base) throw new Error('checkoutUrl is missing: the address of the hosted checkout');
    this.timeout = options.timeout ?? TIMEOUT_MS;
    if (!(this.timeout >= 1 && this.timeout <= MAX_TIMEOUT_MS))
      throw new Error(`timeout must be milliseconds, 1 to ${MAX_TIMEOUT_MS}`);
    this.url = new URL('checkout', `${base.replace(/\/+$/, '')}/`);
    this.url.searchParams.set('order_id', options.orderId);
  }

  /** Opens the checkout in a dialog; a second call while it is open does nothing. */
  open(): void {
    if (this.dialog?.isOpen()) return;
    this.close(); // the page has removed the dialog itself
    const nonce = randomId();
    const stop = new AbortController();
    const { signal } = stop;
    this.dialog = openDialog(
      frameName(nonce, location.origin),
      `${this.url.href}&embedded=true`,
      () => session.loaded(),
      () => session.end(),
    );
    const session = (this.session = new Session(
      {
        isOnline: () => navigator.onLine,
        check: () => this.check(signal),
        onReady: () => this.dialog?.reveal(),
        onHeight: (height) => this.dialog?.fit(height),
        onSuccess: (data) => this.options.onSuccess?.(data),
        onFailure: (data) => this.options.onFailure?.(data),
        onEnd: (reason, error) => {
          stop.abort();
          this.dialog?.remove();
          this.dialog = this.session = undefined;
          this.report(reason, error);
        },
      },
      this.timeout,
    ));
    const receive = ({ origin, source, data }: MessageEvent<Signed | null>) => {
      if (origin === this.url.origin && source === this.dialog?.frame.contentWindow && data?.nonce === nonce)
        session.receive(data);
    };
    const violate = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (disposition !== 'enforce' || !/^(frame|child)-src/.test(effectiveDirective)) return;
      if (blockedURI.startsWith(this.url.origin)) session.fail('blocked');
    };
    addEventListener('message', receive, { signal });
    document.addEventListener('securitypolicyviolation', violate, { signal });
  }

  /** Closes the dialog. A payment in progress continues, and a webhook reports its result. */
  close(): void {
    this.session?.end();
  }

  /** Leaves this page for the checkout; the order's `return_url` brings the shopper back. */
  redirect(): void {
    location.assign(this.url.href);
  }

  /** If a callback throws, the next one and the redirect still run. */
  private report(reason: CloseReason, error: ErrorReason | undefined): void {
    try {
      if (error) this.options.onError?.({ reason: error, message: MESSAGES[error] });
    } finally {
      try {
        this.options.onClose?.(reason);
      } finally {
        const isLost = error && error !== 'offline' && !this.session; // a callback may have opened it again
        if (isLost && this.options.redirectOnError !== false) this.redirect();
      }
    }
  }

  /** A browser does not report why a frame is empty, so the reason is fetched from the checkout. */
  private async check(signal: AbortSignal): Promise<ErrorReason | undefined> {
    const address = new URL(this.url);
    address.pathname += '/embedding';
    try {
      const answer = await fetch(address, { signal, credentials: 'omit' });
      return answer.ok ? (((await answer.json()) as { reason: ErrorReason | null }).reason ?? undefined) : undefined;
    } catch {
      return undefined; // the page's own policy forbids the request, or no server responds: the deadline decides
    }
  }
}
