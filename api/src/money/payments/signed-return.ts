import { createHmac } from 'node:crypto';
import { RETURN_PARAMETERS, RETURN_PREFIX } from '../../platform/validation/return-url.js';
import type { PaymentStatus } from './payment.states.js';

/** The outcome of an order, as the shopper's return reports it to the merchant. */
export interface Returned {
  order_id: string;
  payment_id: string | null;
  status: PaymentStatus;
  authorized: boolean;
  /** Unix seconds. */
  timestamp: number;
}

/** The parameters of the URL. Absent values are left out. */
type Parameters = [name: (typeof RETURN_PARAMETERS)[number], value: string][];

/**
 * docs/returns.md: an HMAC over six lines, where an absent value is an empty line, keyed with the text of the secret.
 */
export function signedParameters(
  { order_id, payment_id, status, authorized, timestamp }: Returned,
  secret: string,
): Parameters {
  const values = [order_id, payment_id ?? '', status, authorized ? 'true' : '', String(timestamp)];
  const signature = createHmac('sha256', secret)
    .update(['return.v1', ...values].join('\n'))
    .digest('hex');
  const named = RETURN_PARAMETERS.map(
    (name, place) => [name, [...values, signature][place] ?? ''] as Parameters[number],
  );
  return named.filter(([, value]) => value !== '');
}

/** The merchant's URL with the parameters appended. Its own parameters stay byte for byte. */
export function withParameters(url: string, parameters: Parameters): string {
  const { searchParams } = new URL(url);
  const isTaken = RETURN_PARAMETERS.some((name) => searchParams.has(name));
  const query = parameters.map(([name, value]) => `${isTaken ? RETURN_PREFIX : ''}${name}=${value}`).join('&');
  return withQuery(url, query);
}

/** The merchant's URL with a query appended to its own, before its fragment. */
export function withQuery(url: string, query: string): string {
  const { href } = new URL(url); // href is ASCII, as a Location header must be
  const [, whole = '', fragment = ''] = /^([^#]*)(.*)$/.exec(href) ?? [];
  return `${whole}${whole.includes('?') ? (/[?&]$/.test(whole) ? '' : '&') : '?'}${query}${fragment}`;
}
