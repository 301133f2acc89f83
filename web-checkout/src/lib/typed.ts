'use client';

/**
 * The shopper's input, kept so that it need not be typed again after a decline. Only in this page's memory: a reload,
 * another tab or a closed window loses it, a success clears it, and it never contains the CVV.
 */
interface Typed {
  vpa?: string;
  cardNumber?: string;
  expiry?: string;
  cardholder?: string;
}

let typed: Typed = {};
let sentAt = 0;

const KEPT_FIELDS = ['vpa', 'cardNumber', 'expiry', 'cardholder'] as const;

/** After this time the shopper no longer expects to be taken to another page. */
const FRESH_MS = 60_000;

export function keepTyped(form: FormData): void {
  sentAt = Date.now();
  for (const name of KEPT_FIELDS) {
    const value = form.get(name);
    if (typeof value === 'string') typed[name] = value;
  }
}

/** Whether the shopper has sent a form on this page lately; true once for each form. */
export function takeSubmission(): boolean {
  const isFresh = Date.now() - sentAt < FRESH_MS;
  sentAt = 0;
  return isFresh;
}

export const typedBefore = (): Readonly<Typed> => typed;

export function forgetTyped(): void {
  typed = {};
}
