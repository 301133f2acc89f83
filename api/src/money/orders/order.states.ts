import type { Transitions } from '../../platform/state-machine.js';

export type OrderStatus = 'created' | 'attempted' | 'paid' | 'expired' | 'cancelled';

export const ORDER_TRANSITIONS: Transitions<OrderStatus> = {
  created: ['attempted', 'expired', 'cancelled'],
  attempted: ['paid', 'expired', 'cancelled'],
  paid: [],
  expired: [],
  cancelled: [],
};

/** The statuses in which an order takes payments. */
export const OPEN_ORDER = `('created', 'attempted')`;
