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
] as const;
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
    return WHOLE_ID.test(typed) ? [open, find] : [find];
  }
  const pages = NAV.filter(({ title }) => title.toLowerCase().includes(lower)).map(({ href, title }) => ({
    href,
    title,
  }));
  if (!typed) return pages;
  const query = encodeURIComponent(typed);
  return [
    ...pages,
    { href: `/dashboard/transactions?q=${query}`, title: `Search transactions for “${typed}”` },
    { href: `/dashboard/orders?q=${query}`, title: `Search orders for “${typed}”` },
  ];
}
