import type { Transitions } from '../../platform/state-machine.js';

export type PaymentStatus =
  'pending' | 'processing' | 'requires_action' | 'success' | 'failed' | 'cancelled' | 'expired';

/** `processing` is an inner state: a payment or refund that the bank has is shown as pending, with its stage. */
export type Shown<Status extends string> = Exclude<Status, 'processing'>;

export const shown = <Status extends string>(statuses: readonly Status[]) =>
  statuses.filter((status): status is Shown<Status> => status !== 'processing');

/** Where a pending payment or refund is: accepted by the gateway, or handed to the bank. */
export const STAGES = ['accepted', 'at_bank'] as const;
export type Stage = (typeof STAGES)[number];

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
