import type { Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { OrderStatus } from '../orders/order.states.js';
import type { PaymentLinkStatus } from './payment-link.states.js';
import { LOCK, LOCK_ORDER } from './payment-links.queries.js';

/** The order that a single link opened last, under its lock. */
export interface LockedOrder {
  id: string;
  status: OrderStatus;
  amount: number;
  overdue: boolean;
}
export interface LockedLink {
  status: PaymentLinkStatus;
  overdue: boolean;
  amount: number | null;
  minAmount: number | null;
  maxAmount: number | null;
  currency: string;
  reusable: boolean;
  orderId: string | null;
  body: string;
  order: LockedOrder | null;
}

/** Another request opened an order of the link before the link was locked. */
class AnotherOrder extends Error {}
/** Each try fails only if another request has succeeded, so one more than a few is a fault. */
const MAX_TRIES = 5;

/**
 * Locks a link and its present order, the order first, as payments do. If the link has another order when its lock is held,
 * the order's lock would come too late: the transaction is rolled back and {@link withFreshLocks} begins a new one.
 */
export async function lockLink(tx: Tx, merchantId: string, linkId: string): Promise<LockedLink | null> {
  const [order = null] = await tx.query<LockedOrder>(LOCK_ORDER, [merchantId, linkId]);
  const [link] = await tx.query<Omit<LockedLink, 'order'>>(LOCK, [merchantId, linkId]);
  if (!link) return null;
  if (link.orderId !== (order?.id ?? null)) throw new AnotherOrder();
  return { ...link, order };
}

/** Repeats a transaction that calls {@link lockLink} until it has the locks of the present order. */
export async function withFreshLocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof AnotherOrder)) throw error;
    }
  }
  throw new ApiError('object_busy', 'Other requests are opening orders of this payment link. Please try again.', {
    retryAfterSeconds: 1,
  });
}
