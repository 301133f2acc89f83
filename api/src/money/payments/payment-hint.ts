import type { Hint } from '../../platform/queue/jobs.js';

/** A job that advances one payment, now or after a delay. */
export function paymentHint(merchantId: string, paymentId: string, delayMs = 0): Hint<'payments'> {
  return { queue: 'payments', data: { merchantId, paymentId }, delayMs };
}
