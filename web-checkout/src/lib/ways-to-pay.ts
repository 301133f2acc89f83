import type { PublicOrder } from '@payment-gateway/sdk';

/** The methods that the checkout knows. */
export type Method = 'upi' | 'card';
type Flow = PublicOrder['methods'][number]['flows'][number];

/** How an order can be paid by each method; a method that is absent is not offered. */
export type WaysToPay = Partial<Record<Method, readonly Flow[]>>;

/** An API of the version before names no methods: every connector has pages. */
export function waysToPay({ methods }: Partial<Pick<PublicOrder, 'methods'>>): WaysToPay {
  if (!methods) return { card: ['redirect'] };
  return Object.fromEntries(methods.map(({ method, flows }) => [method, flows]));
}

/** Nothing is entered here: the shopper pays on a page of the acquirer. */
export const isOnPage = (flows: readonly Flow[]) => flows.every((flow) => flow === 'redirect');
