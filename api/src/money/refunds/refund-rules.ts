import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { ApiError } from '../../platform/errors/api-error.js';

/** What a connector's sheet demands of a refund, as columns of the statement that creates it. */
export const demandsOnRefund = (sheet: Sheet | null) => ({
  whole_only: sheet?.partialRefunds === false,
  refundable_ms: sheet?.refundableMs ?? null,
  refund_limits: sheet?.refundLimits ?? null,
});

/** The condition on a refund of `amount` in `currency`, of an input `i` with these columns. */
export const withinRefundLimits = (amount: string, currency: string) =>
  `${amount} >= coalesce((i.refund_limits->${currency}->>'min')::bigint, ${amount})
      AND ${amount} % coalesce((i.refund_limits->${currency}->>'step')::bigint, 1) = 0`;

export interface RefundablePayment {
  readonly amountCaptured: number;
  /** What is left to refund, in the currency's minor unit. */
  readonly refundable: number;
  readonly capturedMsAgo: number;
  readonly currency: string;
}

/** Why the acquirer cannot refund so much of the payment, or no more; null if it can. `wanted` undefined: all that is left. */
export function unmetByRefund(
  sheet: Sheet | null,
  { amountCaptured, refundable, capturedMsAgo, currency }: RefundablePayment,
  wanted: number = refundable,
): ApiError | null {
  const limitMs = sheet?.refundableMs ?? null;
  if (sheet?.partialRefunds === false && wanted !== amountCaptured)
    return new ApiError('refund_not_supported', 'The acquirer refunds in full only', { field: 'amount' });
  const { min = 1, step = 1 } = sheet?.refundLimits?.[currency] ?? {};
  if (wanted < min || wanted % step !== 0) {
    const multiples = step > 1 ? `, in multiples of ${step}` : '';
    const description = `The acquirer refunds at least ${min} ${currency} in minor units${multiples}`;
    return new ApiError('refund_not_supported', description, { field: 'amount' });
  }
  if (limitMs === null || capturedMsAgo < limitMs) return null;
  const days = limitMs / 86_400_000;
  return new ApiError('refund_not_supported', `The acquirer refunds within ${days} days of the capture only`);
}
