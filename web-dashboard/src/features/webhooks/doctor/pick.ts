import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { DeliveryDetail } from '../../../lib/types';
import { headersText } from '../deliveries/headers-text';
import type { CheckState } from './actions';
import { ADVICE, AS_SENT } from './advice';
import { diagnose, parseHeaders } from './diagnosis';

/** A delivery of the log with its endpoint's secret, as far as the user may see it, and what is known of both. */
export async function pickDelivery(gateway: PaymentGateway, id: string, options: RequestOptions) {
  const delivery = await gateway.webhookLogs.get(id, options);
  const endpoint = await gateway.endpoints.get(delivery.endpointId, options).catch(() => null);
  const headers = headersText(delivery.history.at(-1)?.requestHeaders ?? {});
  const secret = endpoint?.secret ?? '';
  return {
    delivery,
    fields: { body: delivery.requestBody, headers, secret },
    known: knownOf(delivery, headers, secret),
  };
}

/** Judged at the time of the last attempt: a delivery of the log is not wrong because it is old. */
function knownOf({ requestBody, history }: DeliveryDetail, headers: string, secret: string): CheckState {
  const last = history.at(-1);
  if (!last || !secret) return {};
  const now = Date.parse(last.createdAt);
  const diagnosis = diagnose({ body: requestBody, headers: parseHeaders(headers), secret, now });
  return diagnosis === 'good' ? { diagnosis: 'as_sent', ...AS_SENT } : { diagnosis, ...ADVICE[diagnosis] };
}
