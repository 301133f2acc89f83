import type { Order } from '../../lib/types';

/** The chips of the list. An open order is `created` until its first payment, then `attempted`. */
const CHIPS: Record<Order['status'], string> = {
  created: 'Open, not tried',
  attempted: 'Open, tried',
  paid: 'Paid',
  expired: 'Expired',
  cancelled: 'Cancelled',
};
export const ORDER_STATUSES = Object.keys(CHIPS) as Order['status'][];
export const SHOWN_ORDER_STATES = Object.entries(CHIPS);
