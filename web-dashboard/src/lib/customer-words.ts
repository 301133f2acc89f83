import type { Order } from './types';

type Given = NonNullable<Order['customer']>;
/** The text that replaces each field of an erased customer. */
const ERASED = 'erased';

export const isErased = ({ name, email, contact }: Omit<Given, 'id'>) =>
  [name, email, contact].every((text) => text === null || text === ERASED) && [name, email, contact].includes(ERASED);

/** The first known of name, email and contact; null without a customer. */
export function customerName(customer: Omit<Given, 'id'> | null): string | null {
  if (!customer) return null;
  return isErased(customer) ? 'Erased customer' : (customer.name ?? customer.email ?? customer.contact);
}

/** What reaches the customer, beside the name. */
export function customerReach(customer: Omit<Given, 'id'> | null): string | null {
  if (!customer || isErased(customer)) return null;
  const { name, email, contact } = customer;
  return name === null ? email && contact : (email ?? contact);
}

/** An Indian number in the groups in which it is read: `+91 90000 11073`. Others stay as they are. */
export const phoneOf = (contact: string | null) => contact?.replace(/^(\+91)(\d{5})(\d{5})$/, '$1 $2 $3') ?? null;
