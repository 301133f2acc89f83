/** The parameters in the checkout's address. Never card data. */
export interface CheckoutParams {
  orderId: string;
  paymentId?: string | undefined;
  method?: 'upi' | 'card' | undefined;
  embedded?: boolean;
  lang?: string | undefined;
  /** What became of the request to mail the receipt. */
  receipt?: ReceiptNotice | undefined;
}

const RECEIPT_NOTICES = ['sent', 'address', 'limit', 'unavailable'] as const;
export type ReceiptNotice = (typeof RECEIPT_NOTICES)[number];

/**
 * The query that the proxy evaluated, for the page. The server in front of Next removes this header from outside
 * requests.
 */
export const SEARCH_HEADER = 'x-checkout-search';

const ID = /^[a-z]+_[A-Za-z0-9]{16}$/;

/** The only parser of the query, for both the policy and the page. A repeated parameter counts as missing. */
export function readSearch(search: string): CheckoutParams {
  const query = new URLSearchParams(search);
  const one = (name: string) => {
    const [value, ...more] = query.getAll(name);
    return more.length > 0 ? undefined : value;
  };
  const id = (name: string) => (ID.test(one(name) ?? '') ? one(name) : undefined);
  return {
    orderId: id('order_id') ?? '',
    paymentId: id('payment_id'),
    method: methodIn(one('method')),
    embedded: one('embedded') === 'true',
    lang: one('lang'),
    receipt: RECEIPT_NOTICES.find((notice) => notice === one('receipt')),
  };
}

/** A method that the checkout has a form for; undefined for any other. */
export const methodIn = (method: string | null | undefined) =>
  method === 'upi' || method === 'card' ? method : undefined;

/** The address with these parameters; `change` replaces some of them. */
export function checkoutHref(params: CheckoutParams, change: Partial<CheckoutParams> = {}): string {
  const { orderId, paymentId, method, embedded, lang, receipt } = { ...params, ...change };
  const query = new URLSearchParams({ order_id: orderId });
  if (paymentId) query.set('payment_id', paymentId);
  if (method) query.set('method', method);
  if (embedded) query.set('embedded', 'true');
  if (lang) query.set('lang', lang);
  if (receipt) query.set('receipt', receipt);
  return `/checkout?${query}`;
}

/** The page after the acquirer's page, for a reload that is no new return of the shopper. */
export function returnedHref({ orderId, paymentId = '', lang }: CheckoutParams): string {
  const query = new URLSearchParams({ order_id: orderId, payment_id: paymentId, ...(lang && { lang }), seen: 'true' });
  return `/checkout/return?${query}`;
}

/** Redirects to the merchant, by the URL that the API signs for the order. */
export const returnHref = (orderId: string) => `/checkout/leave?${new URLSearchParams({ order_id: orderId })}`;
/** The same for a shopper who leaves without paying. */
export const cancelHref = (orderId: string) => `${returnHref(orderId)}&to=cancel`;
