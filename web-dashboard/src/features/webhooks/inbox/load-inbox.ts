import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { DeliveryDetail, Endpoint } from '../../../lib/types';

const SHOWN = 20;

export interface Inbox {
  endpoint: Endpoint;
  /** The newest deliveries, with their attempts. */
  deliveries: DeliveryDetail[];
}

/** Null if the inbox is off. */
export async function loadInbox(gateway: PaymentGateway, options: RequestOptions): Promise<Inbox | null> {
  const { data } = await gateway.endpoints.list({ limit: 50 }, options);
  const inbox = data.find(({ kind, enabled }) => kind === 'inbox' && enabled);
  if (!inbox) return null;
  const [endpoint, log] = await Promise.all([
    gateway.endpoints.get(inbox.id, options),
    gateway.webhookLogs.list({ endpoint: inbox.id, limit: SHOWN }, options),
  ]);
  const deliveries = await Promise.all(log.data.map(({ id }) => gateway.webhookLogs.get(id, options)));
  return { endpoint, deliveries };
}
