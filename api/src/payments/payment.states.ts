import type { Transitions } from '../common/state-machine.js';

export type PaymentStatus =
  'pending' | 'processing' | 'requires_action' | 'success' | 'failed' | 'cancelled' | 'expired';

/** `success` is final once captured; only an uncaptured one may still be voided (a CHECK holds that). */
export const PAYMENT_TRANSITIONS: Transitions<PaymentStatus> = {
  pending: ['processing', 'failed', 'cancelled', 'expired'],
  processing: ['requires_action', 'success', 'failed', 'cancelled', 'expired'],
  requires_action: ['processing'],
  success: ['cancelled'],
  failed: [],
  cancelled: [],
  expired: [],
};

/** At most one payment of an order is in these at a time: a unique index holds that. */
export const AT_BANK = `('processing', 'requires_action', 'success')`;
