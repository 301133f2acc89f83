import type { Offer } from '../../acquiring/connectors/connectors.service.js';
import type { Sheet } from '../../acquiring/connectors/sheet.js';
import { ApiError } from '../../platform/errors/api-error.js';

const demandsOnRefund = ({ partialRefunds, refundableMs, refundLimits }: Sheet) => ({
  ...{ whole_only: !partialRefunds, refundable_ms: refundableMs },
  ...(refundLimits && { limits: refundLimits }),
});

/** What the connectors demand of refunds, by name, as a column of the statement that creates one. */
export const demandsOnRefunds = (offers: readonly Pick<Offer, 'name' | 'sheet'>[]) =>
  Object.fromEntries(offers.map(({ name, sheet }) => [name, demandsOnRefund(sheet)]));

/** The condition on a refund of `amount` of the payment `p`, for an input `i` with these demands. */
export const withinRefundLimits = (amount: string) => {
  const limit = (name: string) => `(i.demands->p.connector->'limits'->p.currency->>'${name}')::bigint`;
  return `${amount} >= coalesce(${limit('min')}, 1) AND ${amount} % coalesce(${limit('multipleOf')}, 1) = 0`;
};

export interface RefundablePayment {
  readonly amountCaptured: number;
  /** What is left to refund, in the currency's minor unit. */
  readonly refundable: number;
  readonly capturedMsAgo: number;
  readonly currency: string;
}

/** Why the acquirer cannot refund so much of the payment, or no more; null if it can. `wanted` undefined: all that is left. */
export function unmetByRefund(
  sheet: Sheet,
  { amountCaptured, refundable, capturedMsAgo, currency }: RefundablePayment,
  wanted: number = refundable,
): ApiError | null {
  const limitMs = sheet.refundableMs;
  if (sheet.partialRefunds === false && wanted !== amountCaptured)
    return new ApiError('refund_not_supported', 'The acquirer refunds in full only', { field: 'amount' });
  const { min = 1, multipleOf = 1 } = sheet.refundLimits?.[currency] ?? {};
  if (wanted < min || wanted % multipleOf !== 0) {
    const multiples = multipleOf > 1 ? `, in multiples of ${multipleOf}` : '';
    const description = `The acquirer refunds at least ${min} ${currency} in minor units${multiples}`;
    return new ApiError('refund_not_supported', description, { field: 'amount' });
  }
  if (limitMs === null || capturedMsAgo < limitMs) return null;
  const days = limitMs / 86_400_000;
  return new ApiError('refund_not_supported', `The acquirer refunds within ${days} days of the capture only`);
}
