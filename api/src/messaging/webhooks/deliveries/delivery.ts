import { traceIdOf } from '../../../platform/telemetry/trace-parent.js';
import type { BodyFormatName } from './body-formats.js';
import type { DeliveryResponse } from './exchange.js';

/** A delivery as its lease returned it: all that an attempt needs. */
export interface LeasedDelivery {
  /** The id of the lease's input row: of the delivery, or of a slot. */
  readonly id: string;
  readonly merchantId: string;
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly mode: 'test' | 'live';
  readonly fence: number;
  /** Attempts of the current round, this one included. */
  readonly attempts: number;
  readonly eventId: string;
  readonly event: string;
  readonly objectId: string;
  readonly payload: string;
  readonly traceParent: string | null;
  readonly requestId: string | null;
  /** The lease before this one ran out: its worker died or stalled. */
  readonly takenOver: boolean;
  readonly enabled: boolean;
  readonly kind: 'url' | 'inbox';
  readonly format: BodyFormatName;
  /** Null for an inbox. */
  readonly url: string | null;
  readonly secret: string;
  readonly previousSecret: string | null;
  readonly headersCipher: string | null;
}

/** The result of one attempt. */
export interface AttemptResult {
  readonly status: 'success' | 'failed' | 'pending';
  /** Milliseconds until the next attempt of a pending delivery. */
  readonly retryMs?: number;
  readonly error?: string;
  /** The headers that were sent, without the merchant's values. Absent: no request was made. */
  readonly headers?: Record<string, string>;
  /** Absent also for an inbox, to which nothing is sent. */
  readonly response?: DeliveryResponse;
}

/** The fields of every log line about a delivery. `object_id`: the payment, refund, order or endpoint of the event. */
export function deliveryFacts(delivery: LeasedDelivery) {
  const { deliveryId, eventId, event, objectId, endpointId, merchantId, requestId, traceParent } = delivery;
  return {
    webhook_id: deliveryId,
    event_id: eventId,
    event,
    object_id: objectId,
    endpoint_id: endpointId,
    merchant_id: merchantId,
    request_id: requestId ?? undefined,
    trace_id: traceIdOf(traceParent),
  };
}
