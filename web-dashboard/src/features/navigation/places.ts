import { NAV } from './nav';

export interface Place {
  href: string;
  title: string;
}

const OBJECTS = [
  ['pay_', 'transactions', 'payment'],
  ['order_', 'orders', 'order'],
  ['rfnd_', 'refunds', 'refund'],
  ['cust_', 'customers', 'customer'],
  ['plink_', 'payment-links', 'payment link'],
  ['evt_', 'events', 'event'],
  ['we_', 'webhooks/endpoints', 'endpoint'],
] as const;
/** Pages that the navigation does not list: they are found by name. */
const FURTHER: readonly Place[] = [
  { href: '/dashboard/payment-links/new', title: 'New payment link' },
  { href: '/dashboard/webhooks/inbox', title: 'Webhook inbox' },
  { href: '/dashboard/webhooks/doctor', title: 'Signature doctor' },
  { href: '/dashboard/logs/shell', title: 'Request shell' },
  { href: '/dashboard/settings/branding', title: 'Branding' },
  { href: '/dashboard/settings/mail', title: 'Mail' },
];
const WHOLE_ID = /^[a-z]+_[A-Za-z0-9]{16}$/;

/** The targets for a typed text: an object by its id or the start of one, pages by name, otherwise a search. */
export function placesFor(text: string): Place[] {
  const typed = text.trim();
  const lower = typed.toLowerCase();
  const object = OBJECTS.find(([prefix]) => lower.startsWith(prefix));
  if (object) {
    const [, list, name] = object;
    const open = { href: `/dashboard/${list}/${typed}`, title: `Open ${name} ${typed}` };
    const find = { href: `/dashboard/${list}?q=${encodeURIComponent(typed)}`, title: `Search ${list} for “${typed}”` };
    if (list === 'webhooks/endpoints') return [open];
    return WHOLE_ID.test(typed) ? [open, find] : [find];
  }
  const pages = [...NAV, ...(typed ? FURTHER : [])]
    .filter(({ title }) => title.toLowerCase().includes(lower))
    .map(({ href, title }) => ({
      href,
      title,
    }));
  if (!typed) return pages;
  const query = encodeURIComponent(typed);
  return [
    ...pages,
    { href: `/dashboard/transactions?q=${query}`, title: `Search transactions for “${typed}”` },
    { href: `/dashboard/orders?q=${query}`, title: `Search orders for “${typed}”` },
    { href: `/dashboard/customers?q=${query}`, title: `Search customers for “${typed}”` },
  ];
}
