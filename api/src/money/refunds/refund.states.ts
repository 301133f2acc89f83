import type { Transitions } from '../../platform/state-machine.js';

export type RefundStatus = 'pending' | 'processing' | 'processed' | 'failed';

/**
 * A failed refund releases its amount exactly once. Another try is a new refund. A processed refund fails only if the
 * acquirer takes it back.
 */
export const REFUND_TRANSITIONS: Transitions<RefundStatus> = {
  pending: ['processing'],
  processing: ['processed', 'failed'],
  processed: ['failed'],
  failed: [],
};
