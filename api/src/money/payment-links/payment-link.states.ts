import type { Transitions } from '../../platform/state-machine.js';

export type PaymentLinkStatus = 'active' | 'paid' | 'cancelled' | 'expired';

/**
 * Only a single link becomes `paid`. A payment that was at the bank when the link was cancelled or expired may still pay
 * its order, and with it the link.
 */
export const PAYMENT_LINK_TRANSITIONS: Transitions<PaymentLinkStatus> = {
  active: ['paid', 'cancelled', 'expired'],
  paid: [],
  cancelled: ['paid'],
  expired: ['paid'],
};
