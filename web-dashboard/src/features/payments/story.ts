import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { Delivery, GatewayEvent, Order, Payment, Refund } from '../../lib/types';

/** Everything that is known about one payment. */
export interface Story {
  payment: Payment;
  order: Order;
  refunds: Refund[];
  /** Of the payment, its order and its refunds, oldest first. */
  steps: { event: GatewayEvent; deliveries: Delivery[] }[];
}

const MOST = 100;
const byEndpoint = (a: Delivery, b: Delivery) => (a.endpointId < b.endpointId ? -1 : 1);

export async function loadStory(gateway: PaymentGateway, paymentId: string, options: RequestOptions): Promise<Story> {
  const payment = await gateway.payments.get(paymentId, options);
  const [order, refunds] = await Promise.all([
    gateway.orders.get(payment.orderId, options),
    gateway.refunds.list({ paymentId, limit: MOST }, options),
  ]);
  const objects = [paymentId, order.id, ...refunds.data.map(({ id }) => id)];
  const lists = await Promise.all(
    objects.map((objectId) => gateway.events.list({ objectId, limit: MOST }, options).then(({ data }) => data)),
  );
  const events = lists.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  const deliveries = await Promise.all(
    events.map(({ id }) => gateway.webhookLogs.list({ eventId: id, limit: 20 }, options).then(({ data }) => data)),
  );
  return {
    payment,
    order,
    refunds: refunds.data,
    steps: events.map((event, index) => ({ event, deliveries: (deliveries[index] ?? []).sort(byEndpoint) })),
  };
}
