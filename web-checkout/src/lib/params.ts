/** What the checkout's address says. Card data never stands in it. */
export interface CheckoutParams {
  orderId: string;
  paymentId?: string | undefined;
  method?: 'upi' | 'card' | undefined;
  embedded?: boolean;
  lang?: string | undefined;
}

/** Set by the proxy: the page of an unknown order is given nothing of its address by Next. */
export const SEARCH_HEADER = 'x-checkout-search';

type Search = Record<string, string | string[] | undefined>;
const ID = /^[a-z]+_[A-Za-z0-9]{16}$/;

export function readParams(search: Search): CheckoutParams {
  const one = (name: string) => [search[name]].flat()[0];
  const id = (name: string) => (ID.test(one(name) ?? '') ? one(name) : undefined);
  const method = one('method');
  return {
    orderId: id('order_id') ?? '',
    paymentId: id('payment_id'),
    method: method === 'upi' || method === 'card' ? method : undefined,
    embedded: one('embedded') === 'true',
    lang: one('lang'),
  };
}

/** The address for these; `change` replaces some of them. */
export function checkoutHref(params: CheckoutParams, change: Partial<CheckoutParams> = {}): string {
  const { orderId, paymentId, method, embedded, lang } = { ...params, ...change };
  const query = new URLSearchParams({ order_id: orderId });
  if (paymentId) query.set('payment_id', paymentId);
  if (method) query.set('method', method);
  if (embedded) query.set('embedded', 'true');
  if (lang) query.set('lang', lang);
  return `/checkout?${query}`;
}
