'use client';

/**
 * What the shopper typed, so that a declined attempt need not be typed again. It lives in this page's memory alone: a
 * reload, another tab or a closed window forgets it, success wipes it, and the CVV is never in it.
 */
interface Typed {
  vpa?: string;
  cardNumber?: string;
  expiry?: string;
  cardholder?: string;
}

let typed: Typed = {};

const KEPT = ['vpa', 'cardNumber', 'expiry', 'cardholder'] as const;

export function keepTyped(form: FormData): void {
  for (const name of KEPT) {
    const value = form.get(name);
    if (typeof value === 'string') typed[name] = value;
  }
}

export const typedBefore = (): Readonly<Typed> => typed;

export function forgetTyped(): void {
  typed = {};
}
