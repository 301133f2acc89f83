import { traceIdOf } from '../../platform/telemetry/trace-parent.js';
import type { LeasedCharge } from './leased-charge.js';

/** The fields of every log line about a payment at the bank. */
export function paymentFacts({ id, paymentId, orderId, merchantId, requestId, traceParent }: LeasedCharge) {
  return {
    payment_id: paymentId,
    charge_id: id,
    order_id: orderId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}
