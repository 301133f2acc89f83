import { ApiError } from '../../platform/errors/api-error.js';
import { notSupported } from './razorpay-errors.js';
import { numberOf, type Sent } from './razorpay-requests.js';

const DEFAULT_COUNT = 10;
const MAX_COUNT = 100;

/** A page of a list, in the gateway's own terms. */
export interface ListedPage {
  limit: number;
  offset: number;
  created_from?: Date;
  created_to?: Date;
}

function whole(query: Sent, name: string, fallback: number, [low, high]: readonly [number, number]): number {
  const value = query[name] === undefined || query[name] === '' ? fallback : numberOf(query[name]);
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value;
  throw new ApiError('invalid_parameter', `The ${name} must be between ${low} and ${high}.`, { field: name });
}

/** Seconds since 1970; `to` includes its whole second. */
function timeOf(query: Sent, name: string, extraSeconds: number): Date | undefined {
  if (query[name] === undefined || query[name] === '') return undefined;
  const value = Number(query[name]);
  if (!Number.isFinite(value) || value < 0 || value > 4_765_046_400) {
    throw new ApiError('invalid_parameter', `${name} must be a Unix time in seconds`, { field: name });
  }
  return new Date((Math.floor(value) + extraSeconds) * 1_000);
}

/** `from`, `to`, `count` (10, at most 100) and `skip`. */
export function pageOf(query: Sent): ListedPage {
  const from = timeOf(query, 'from', 0);
  const to = timeOf(query, 'to', 1);
  return {
    limit: whole(query, 'count', DEFAULT_COUNT, [1, MAX_COUNT]),
    offset: whole(query, 'skip', 0, [0, Number.MAX_SAFE_INTEGER]),
    ...(from && { created_from: from }),
    ...(to && { created_to: to }),
  };
}

/** The client sends `expand[expand]=payments` or `expand[expand][0]=card` for its documented `expand[]`. */
export function expansionsOf(query: Sent): Set<string> {
  const values = Object.entries(query).filter(([name]) => /^expand(\[|$)/.test(name));
  return new Set(values.flatMap(([, value]) => (Array.isArray(value) ? value.map(String) : [String(value)])));
}

/** Also `receipt`, and `authorized`: orders of which a payment is authorised. */
export function ordersAsked(query: Sent): ListedPage & { receipt?: string } {
  const { receipt, authorized } = query;
  if (authorized !== undefined && authorized !== '0' && authorized !== 'false')
    throw notSupported('authorized', 'authorized');
  return { ...pageOf(query), ...(typeof receipt === 'string' && receipt !== '' && { receipt }) };
}

const textOf = (query: Sent, name: string) => {
  const value = query[name];
  return typeof value === 'string' && value !== '' ? { [name]: value } : {};
};

/** Also `payment_id`, the payment that paid the code, and `customer_id`. */
export function qrCodesAsked(query: Sent): ListedPage & { payment_id?: string; customer_id?: string } {
  return { ...pageOf(query), ...textOf(query, 'payment_id'), ...textOf(query, 'customer_id') };
}

/** Also `reference_id`, and `payment_id`: the link that the payment has paid. */
export function linksAsked(query: Sent): ListedPage & { reference_id?: string; payment_id?: string } {
  return { ...pageOf(query), ...textOf(query, 'reference_id'), ...textOf(query, 'payment_id') };
}
