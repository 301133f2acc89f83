import { ERASED } from '../customers/customers.sql.js';

type Json = Record<string, unknown>;
const PERSONAL = ['name', 'email', 'contact'];

/**
 * The JSON text without the personal data of one customer: in the customer itself and in every copy of it, which is an
 * object with the customer's id. Null if there is nothing to erase. The merchant's own notes are not searched, but a
 * customer's notes are emptied.
 */
export function redactedBody(text: string, customerId: string): string | null {
  const body = JSON.parse(text) as unknown;
  return erase(body, customerId) ? JSON.stringify(body) : null;
}

/** As {@link redactedBody}, for an event, which is marked as redacted. */
export function redactedEvent(text: string, customerId: string): string | null {
  const body = redactedBody(text, customerId);
  if (body === null) return null;
  const { data, ...head } = JSON.parse(body) as Json;
  return JSON.stringify({ ...head, redacted: true, data });
}

/** True if something was erased. */
function erase(value: unknown, customerId: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.map((one) => erase(one, customerId)).includes(true);
  const object = value as Json;
  if (object['id'] === customerId) return eraseCustomer(object);
  const parts = Object.entries(object).filter(([name]) => name !== 'notes');
  return parts.map(([, part]) => erase(part, customerId)).includes(true);
}

function eraseCustomer(customer: Json): boolean {
  const before = JSON.stringify(customer);
  for (const name of PERSONAL) if (typeof customer[name] === 'string') customer[name] = ERASED;
  if ('notes' in customer) customer['notes'] = {};
  return JSON.stringify(customer) !== before;
}
