import { PaymentGateway } from './checkout.js';
import type { FailureData, SuccessData } from './protocol.js';

/** What Razorpay's `handler` and `callback_url` receive. */
export interface RazorpayResponse {
  razorpay_payment_id: string;
  razorpay_order_id: string;
  razorpay_signature: string;
}

/** The options of Razorpay's Checkout that have an effect. Others are accepted: the order decides what is shown. */
export interface RazorpayOptions {
  /** Id of an API key of the merchant; its secret signs the response. */
  key: string;
  order_id: string;
  handler?: (response: RazorpayResponse) => void;
  /** Receives the response as a form, in place of `handler`. */
  callback_url?: string;
  modal?: { ondismiss?: () => void; confirm_close?: boolean };
}

type Listener = (response: { error: object }) => void;

const SIGNATURE_PATH = 'v1/checkout/signature';
/** The script is served by the gateway's API, which also signs. */
const api = new URL('..', (document.currentScript as HTMLScriptElement | null)?.src ?? location.href);

/** Razorpay's Checkout, shown by the gateway's own. */
export class Razorpay {
  private readonly listeners: Listener[] = [];
  private readonly dialog: PaymentGateway;
  private isPaid = false;

  /** @throws Error if the key or the order is missing */
  constructor(private readonly options: RazorpayOptions) {
    if (!options.key) throw new Error('No key passed');
    if (!options.order_id) throw new Error('order_id is missing: create the order on your server and pass its id');
    this.dialog = new PaymentGateway({
      orderId: options.order_id,
      onSuccess: (data) => void this.succeed(data),
      onFailure: (data) => this.fail(data),
      onClose: () => {
        if (!this.isPaid) this.options.modal?.ondismiss?.();
      },
    });
  }

  on(event: 'payment.failed', listener: Listener): void {
    if (event === 'payment.failed') this.listeners.push(listener);
  }

  open(): void {
    this.dialog.open();
  }

  close(): void {
    this.dialog.close();
  }

  /** Without a signature the page learns nothing: the merchant's server is told by the webhook. */
  private async succeed({ paymentId, orderId }: SuccessData): Promise<void> {
    this.isPaid = true;
    const response = await fetch(new URL(SIGNATURE_PATH, api), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: 'omit',
      body: JSON.stringify({ key: this.options.key, order_id: orderId, payment_id: paymentId }),
    });
    const body = (await response.json()) as RazorpayResponse & { error?: { description: string } };
    if (!response.ok) throw new Error(body.error?.description ?? 'The payment could not be signed');
    this.dialog.close();
    if (this.options.callback_url) post(this.options.callback_url, body);
    else this.options.handler?.(body);
  }

  private fail({ paymentId, orderId, error }: FailureData): void {
    const metadata = { order_id: orderId, ...(paymentId && { payment_id: paymentId }) };
    const failure = { code: 'BAD_REQUEST_ERROR', description: error, source: 'bank', step: 'payment_authorization' };
    for (const listener of this.listeners) listener({ error: { ...failure, reason: 'payment_failed', metadata } });
  }
}

/** Leaves the page with a form, as Razorpay does. */
function post(url: string, response: RazorpayResponse): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = url;
  for (const [name, value] of Object.entries(response)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value as string;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

Object.assign(globalThis, { PaymentGateway, Razorpay });
