import type { Transitions } from '../../platform/state-machine.js';

export type RefundStatus = 'pending' | 'processing' | 'processed' | 'failed';

/** A failed refund releases its amount exactly once. Another try is a new refund. */
export const REFUND_TRANSITIONS: Transitions<RefundStatus> = {
  pending: ['processing'],
  processing: ['processed', 'failed'],
  processed: [],
  failed: [],
};
