import type { Delivery, Order, Payment, Refund } from './types';

/** The compiler holds each of these complete against openapi.yml. */
const ORDERS: Record<Order['status'], true> = {
  created: true,
  attempted: true,
  paid: true,
  expired: true,
  cancelled: true,
};
const PAYMENTS: Record<Payment['status'], true> = {
  pending: true,
  requires_action: true,
  success: true,
  failed: true,
  cancelled: true,
  expired: true,
};
const REFUNDS: Record<Refund['status'], true> = { pending: true, processed: true, failed: true };
const DELIVERIES: Record<Delivery['status'], true> = { pending: true, success: true, failed: true };
const METHODS: Record<Payment['method'], true> = { upi: true, card: true };

const namesOf = <T extends string>(all: Record<T, true>) => Object.keys(all) as T[];

export const ORDER_STATUSES = namesOf(ORDERS);
const PAYMENT_STATUSES = namesOf(PAYMENTS);
/** What payments are filtered by, as their pills say it: authorised ones apart from those that were captured. */
export const SHOWN_PAYMENT_STATUSES = PAYMENT_STATUSES.flatMap((status) =>
  status === 'success' ? (['authorised', status] as const) : [status],
);
export const REFUND_STATUSES = namesOf(REFUNDS);
export const DELIVERY_STATUSES = namesOf(DELIVERIES);
export const PAYMENT_METHODS = namesOf(METHODS);
