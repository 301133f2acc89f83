import type { Transitions } from '../../platform/state-machine.js';

export type PaymentStatus =
  'pending' | 'processing' | 'requires_action' | 'success' | 'failed' | 'cancelled' | 'expired';

/** `processing` is internal: a payment or refund that the bank has is shown as pending, with its stage. */
export type Shown<Status extends string> = Exclude<Status, 'processing'>;

export const shown = <Status extends string>(statuses: readonly Status[]) =>
  statuses.filter((status): status is Shown<Status> => status !== 'processing');

/** The stage of a pending payment or refund: accepted by the gateway, or sent to the bank. */
export const STAGES = ['accepted', 'at_bank'] as const;
export type Stage = (typeof STAGES)[number];

/** What has become of a payment's money, for people and reports; `status` is what the bank said. */
export const MONEY_STATES = [
  'pending',
  'action_needed',
  'authorized',
  'paid',
  'partly_refunded',
  'refunded',
  'failed',
  'cancelled',
  'expired',
] as const;
export type MoneyState = (typeof MONEY_STATES)[number];

/**
 * `success` is final once captured; an uncaptured payment may still be voided (enforced by a CHECK). Asking the bank about
 * a payment in `requires_action` does not change its status, only a different answer does.
 */
export const PAYMENT_TRANSITIONS: Transitions<PaymentStatus> = {
  pending: ['processing', 'failed', 'cancelled', 'expired'],
  processing: ['requires_action', 'success', 'failed', 'cancelled', 'expired'],
  requires_action: ['processing', 'success', 'failed', 'cancelled', 'expired'],
  success: ['cancelled'],
  failed: [],
  cancelled: [],
  expired: [],
};
