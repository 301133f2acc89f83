import type { Transitions } from '../../platform/state-machine.js';

export type RefundStatus = 'pending' | 'processing' | 'processed' | 'failed';

/** A failed refund gives its amount back exactly once; it is tried again as a new one. */
export const REFUND_TRANSITIONS: Transitions<RefundStatus> = {
  pending: ['processing'],
  processing: ['processed', 'failed'],
  processed: [],
  failed: [],
};
