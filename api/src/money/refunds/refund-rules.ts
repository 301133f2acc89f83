import type { Offer } from '../../acquiring/connectors/connectors.service.js';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { ApiError } from '../../platform/errors/api-error.js';

/** What the connectors demand of refunds, by name, as a column of the statement that creates one. */
export const demandsOnRefunds = (offers: readonly Pick<Offer, 'name' | 'sheet'>[]) =>
  Object.fromEntries(
    offers.map(({ name, sheet }) => [name, { whole_only: !sheet.partialRefunds, refundable_ms: sheet.refundableMs }]),
  );

export interface RefundablePayment {
  readonly amountCaptured: number;
  /** What is left to refund, in the currency's minor unit. */
  readonly refundable: number;
  readonly capturedMsAgo: number;
}

/** Why the acquirer cannot refund so much of the payment, or no more; null if it can. `wanted` undefined: all that is left. */
export function unmetByRefund(
  sheet: Sheet,
  { amountCaptured, refundable, capturedMsAgo }: RefundablePayment,
  wanted: number = refundable,
): ApiError | null {
  const limitMs = sheet.refundableMs;
  if (sheet.partialRefunds === false && wanted !== amountCaptured)
    return new ApiError('refund_not_supported', 'The acquirer refunds in full only', { field: 'amount' });
  if (limitMs === null || capturedMsAgo < limitMs) return null;
  const days = limitMs / 86_400_000;
  return new ApiError('refund_not_supported', `The acquirer refunds within ${days} days of the capture only`);
}
