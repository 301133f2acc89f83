/** What the checkout's address says. Card data never stands in it. */
export interface CheckoutParams {
  orderId: string;
  paymentId?: string | undefined;
  method?: 'upi' | 'card' | undefined;
  embedded?: boolean;
  lang?: string | undefined;
}

/**
 * The query that the proxy judged, for the page. A request from outside never carries it: the server in front of Next
 * removes it.
 */
export const SEARCH_HEADER = 'x-checkout-search';

const ID = /^[a-z]+_[A-Za-z0-9]{16}$/;

/** The only reader of the query, for the policy and the page alike. A repeated parameter counts as missing. */
export function readSearch(search: string): CheckoutParams {
  const query = new URLSearchParams(search);
  const one = (name: string) => {
    const [value, ...more] = query.getAll(name);
    return more.length > 0 ? undefined : value;
  };
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

/** Leads to the merchant, to where the API says that the shopper may return. */
export const returnHref = (orderId: string) => `/checkout/return?${new URLSearchParams({ order_id: orderId })}`;
/** The same for a shopper who leaves without having paid. */
export const cancelHref = (orderId: string) => `${returnHref(orderId)}&to=cancel`;
