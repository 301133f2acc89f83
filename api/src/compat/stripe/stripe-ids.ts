import { ApiError, type ErrorReason } from '../../platform/errors/api-error.js';

interface Naming {
  /** Stripe's prefix, and the gateway's. What follows is the same. */
  theirs: string;
  own: string;
  missing: ErrorReason;
}

const NAMES = {
  payment_intent: { theirs: 'pi_', own: 'order_', missing: 'order_not_found' },
  'checkout.session': { theirs: 'cs_test_', own: 'order_', missing: 'order_not_found' },
  charge: { theirs: 'ch_', own: 'pay_', missing: 'payment_not_found' },
  payment_method: { theirs: 'pm_', own: 'pay_', missing: 'payment_not_found' },
  refund: { theirs: 're_', own: 'rfnd_', missing: 'refund_not_found' },
  customer: { theirs: 'cus_', own: 'cust_', missing: 'customer_not_found' },
  event: { theirs: 'evt_', own: 'evt_', missing: 'event_not_found' },
  webhook_endpoint: { theirs: 'we_', own: 'we_', missing: 'endpoint_not_found' },
} as const satisfies Readonly<Record<string, Naming>>;
export type StripeKind = keyof typeof NAMES;

/** The id of one of the gateway's objects as Stripe's clients see it. */
export const stripeId = (kind: StripeKind, ownId: string): string =>
  NAMES[kind].theirs + ownId.slice(ownId.indexOf('_') + 1);

/** The gateway's id. `field`: the parameter that holds it; absent: the path does. */
export function ownId(kind: StripeKind, id: unknown, field?: string): string {
  const { theirs, own, missing } = NAMES[kind];
  const rest = typeof id === 'string' && id.startsWith(theirs) ? id.slice(theirs.length) : '';
  if (/^[A-Za-z0-9]{16}$/.test(rest)) return own + rest;
  throw new ApiError(missing, noSuch(kind, typeof id === 'string' ? id : ''), { ...(field && { field }) });
}

export const noSuch = (kind: StripeKind, id: string) => `No such ${kind}: '${id.slice(0, 100)}'`;
