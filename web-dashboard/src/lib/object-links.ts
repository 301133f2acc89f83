const LISTS: Readonly<Record<string, string>> = {
  pay: 'transactions',
  order: 'orders',
  rfnd: 'refunds',
  cust: 'customers',
  plink: 'payment-links',
  evt: 'events',
  we: 'webhooks/endpoints',
};
const ID = /\b(pay|order|rfnd|cust|plink|evt|we)_[A-Za-z0-9]{16}\b/g;

const NAMES: Readonly<Record<string, string>> = {
  pay: 'Payment',
  order: 'Order',
  rfnd: 'Refund',
  cust: 'Customer',
  plink: 'Payment link',
  evt: 'Event',
  we: 'Endpoint',
};

export const nameOf = (id: string) => NAMES[id.split('_')[0] ?? ''] ?? 'Object';

/** The objects that texts name, each once, with their pages. */
export const objectLinks = (...texts: readonly (string | null)[]): { id: string; href: string }[] =>
  [...new Set(texts.flatMap((text) => text?.match(ID) ?? []))].map((id) => ({
    id,
    href: `/dashboard/${LISTS[id.split('_')[0] ?? '']}/${id}`,
  }));
