import { randomId } from '../random-id.js';
import { type FailureData, frameName, type Signed, type SuccessData } from './protocol.js';
import { faultOfSecretInBrowser } from './secret.js';

export interface CheckoutOptions {
  /** The order to pay, made by your server. */
  orderId: string;
  /** Public key id; both spellings do. It is not needed to pay, and the checkout never asks for the secret. */
  key?: string;
  apiKey?: string;
  /** Refused, but for a test secret on localhost. */
  apiSecret?: string;
  /** Where the hosted checkout is; known already when the script came from the gateway. */
  checkoutUrl?: string;
  /** The shopper has paid, or with `authorized: true` approved a later capture. Not a proof: ship on the webhook `order.paid`. The dialog stays open until closed. */
  onSuccess?: (data: SuccessData) => void;
  /** An attempt failed; the shopper may try again in the same dialog. */
  onFailure?: (data: FailureData) => void;
  /** The dialog was closed, by whomever. */
  onClose?: () => void;
}

/** Forms fit into the 640 of a laptop's window; their faults, and the QR code with its test buttons, into the 720. */
const STYLE =
  '[data-test-id=payment-modal]{box-sizing:border-box;width:min(400px,100vw);height:min(720px,100dvh);max-width:none;' +
  'max-height:none;margin:auto;padding:0;border:0;border-radius:12px;overflow:hidden;background:#fff;' +
  'box-shadow:0 24px 64px rgb(12 15 20/.32)}[data-test-id=payment-modal]::backdrop{background:rgb(12 15 20/.6)}' +
  '[data-test-id=payment-iframe]{display:block;width:100%;height:100%;border:0}' +
  '[data-test-id=close-modal-button]{position:absolute;top:0;right:4px;width:44px;height:44px;border:0;padding:0;' +
  'border-radius:999px;background:transparent;color:#5f6b7e;font:22px/1 system-ui;cursor:pointer}' +
  '@media(prefers-color-scheme:dark){[data-test-id=payment-modal]{background:#12161d}' +
  '[data-test-id=close-modal-button]{color:#aab4c3}}' +
  '@media(max-width:440px){[data-test-id=payment-modal]{width:100vw;height:100dvh;border-radius:0}}';

/** The hosted checkout, in a dialog over the page or in place of it. */
export class PaymentGateway {
  /** Set by the script that the gateway serves. */
  static checkoutUrl: string | undefined;

  private readonly url: URL;
  private dialog: HTMLDialogElement | undefined;
  private stop = new AbortController();

  /** @throws Error when the order, or where the checkout is, is missing, or a secret is given */
  constructor(private readonly options: CheckoutOptions) {
    const fault = faultOfSecretInBrowser(options.apiSecret);
    if (fault) throw new Error(fault);
    const base = options.checkoutUrl ?? PaymentGateway.checkoutUrl;
    if (!options.orderId) throw new Error('orderId is missing: create the order on your server and pass its id');
    if (!base) throw new Error('checkoutUrl is missing: the address of the hosted checkout');
    this.url = new URL('checkout', `${base.replace(/\/+$/, '')}/`);
    this.url.searchParams.set('order_id', options.orderId);
  }

  /** Opens the checkout in a dialog; a second call while it is open does nothing. */
  open(): void {
    if (this.dialog) return;
    addStyle();
    const nonce = randomId();
    const frame = element('iframe', 'payment-iframe');
    frame.name = frameName(nonce, location.origin);
    frame.title = 'Checkout';
    frame.allow = 'clipboard-write';
    frame.src = `${this.url.href}&embedded=true`;
    const button = element('button', 'close-modal-button');
    button.type = 'button';
    button.ariaLabel = 'Close the checkout';
    button.textContent = '×';
    const dialog = element('dialog', 'payment-modal');
    dialog.ariaLabel = 'Checkout';
    dialog.append(frame, button);
    this.dialog = dialog;

    const { signal } = (this.stop = new AbortController());
    button.addEventListener('click', () => this.close(), { signal });
    dialog.addEventListener('close', () => this.close(), { signal });
    const receive = ({ origin, source, data }: MessageEvent<Signed | null>) => {
      if (origin !== this.url.origin || source !== frame.contentWindow || data?.nonce !== nonce) return;
      if (data.type === 'payment_success') this.options.onSuccess?.(data.data);
      if (data.type === 'payment_failed') this.options.onFailure?.(data.data);
      if (data.type === 'close_modal') this.close();
    };
    addEventListener('message', receive, { signal });

    document.body.append(dialog);
    dialog.showModal();
  }

  /** Closes the dialog. A payment on its way goes on, and the webhook tells its end. */
  close(): void {
    if (!this.dialog) return;
    this.stop.abort();
    this.dialog.close();
    this.dialog.remove();
    this.dialog = undefined;
    this.options.onClose?.();
  }

  /** Leaves this page for the checkout; the order's `return_url` brings the shopper back. */
  redirect(): void {
    location.assign(this.url.href);
  }
}

function element<Tag extends 'dialog' | 'iframe' | 'button'>(tag: Tag, testId: string): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.dataset['testId'] = testId;
  return made;
}

let styled = false;
/** A constructed sheet, which a strict Content-Security-Policy of the page lets pass. */
function addStyle(): void {
  if (styled) return;
  styled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
}
