import type { Transitions } from '../../platform/state-machine.js';

/**
 * `failed`: the acquirer takes no money for it. `closed`: no attempt can begin any more, but one that had begun may still
 * be approved, so it is polled until `watch_until`. `reversing`: approved, but its payment had ended otherwise; the money
 * goes back.
 */
export type ChargeStatus = 'open' | 'approved' | 'failed' | 'closed' | 'reversing' | 'reversed';

export const CHARGE_TRANSITIONS: Transitions<ChargeStatus> = {
  open: ['approved', 'failed', 'closed', 'reversing'],
  approved: ['closed', 'reversing'],
  failed: ['reversing'],
  closed: ['reversing'],
  reversing: ['reversed'],
  reversed: [],
};
