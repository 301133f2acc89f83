import type { Order } from '../../lib/types';

/** The compiler checks that it is complete against openapi.yml. */
const STATUSES: Record<Order['status'], true> = {
  created: true,
  attempted: true,
  paid: true,
  expired: true,
  cancelled: true,
};
export const ORDER_STATUSES = Object.keys(STATUSES) as Order['status'][];
