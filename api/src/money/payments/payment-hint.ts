import type { Hint } from '../../platform/queue/jobs.js';

/** A job that advances one payment, now or after a delay. */
export function paymentHint(merchantId: string, paymentId: string): Hint<'payments'> {
  return { queue: 'payments', data: { merchantId, paymentId } };
}

/** The same for its charge. */
export function chargeHint(
  { merchantId, paymentId, id }: { merchantId: string; paymentId: string; id: string },
  delayMs = 0,
): Hint<'payments'> {
  return { queue: 'payments', data: { merchantId, paymentId, chargeId: id }, delayMs };
}
