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

const KEPT_FIELDS = ['vpa', 'cardNumber', 'expiry', 'cardholder'] as const;

export function keepTyped(form: FormData): void {
  for (const name of KEPT_FIELDS) {
    const value = form.get(name);
    if (typeof value === 'string') typed[name] = value;
  }
}

export const typedBefore = (): Readonly<Typed> => typed;

export function forgetTyped(): void {
  typed = {};
}
