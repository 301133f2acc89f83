import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';
import type { Charge, Delivery, GatewayEvent, Order, Payment, Refund } from '../../lib/types';

/** A payment with its charges, its order, its refunds and their events. */
export interface PaymentHistory {
  payment: Payment;
  /** Oldest first; none if the payment was never sent. */
  charges: Charge[];
  order: Order;
  refunds: Refund[];
  /** Events of the payment, its order and its refunds, oldest first. */
  steps: { event: GatewayEvent; deliveries: Delivery[] }[];
}

const PAGE_SIZE = 100;
const byEndpoint = (a: Delivery, b: Delivery) => (a.endpointId < b.endpointId ? -1 : 1);

export async function loadPaymentHistory(
  gateway: PaymentGateway,
  paymentId: string,
  options: RequestOptions,
): Promise<PaymentHistory> {
  const payment = await gateway.payments.get(paymentId, options);
  const [order, refunds, charges] = await Promise.all([
    gateway.orders.get(payment.orderId, options),
    gateway.refunds.list({ paymentId, limit: PAGE_SIZE }, options),
    gateway.payments.listCharges(paymentId, options),
  ]);
  const objects = [paymentId, order.id, ...refunds.data.map(({ id }) => id)];
  const lists = await Promise.all(
    objects.map((objectId) =>
      gateway.events.list({ objectId, limit: PAGE_SIZE }, options).then(({ data }) => data.reverse()),
    ),
  );
  // A stable sort: events of one object keep their order, even if one statement wrote them.
  const events = lists.flat().sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  const deliveries = await Promise.all(
    events.map(({ id }) => gateway.webhookLogs.list({ eventId: id, limit: 20 }, options).then(({ data }) => data)),
  );
  return {
    payment,
    charges: charges.data,
    order,
    refunds: refunds.data,
    steps: events.map((event, index) => ({ event, deliveries: (deliveries[index] ?? []).sort(byEndpoint) })),
  };
}
