import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import type { LeasedPayment } from './charge-outcome.js';

/** The fields of every log line about a payment. */
export function paymentFacts({ id, orderId, merchantId, requestId, traceParent }: LeasedPayment) {
  return {
    payment_id: id,
    order_id: orderId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}
