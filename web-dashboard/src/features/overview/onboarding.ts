import type { PaymentGateway, RequestOptions } from '@payment-gateway/sdk';

export interface FirstStep {
  title: string;
  href: string;
  done: boolean;
}

/** The first steps of a new merchant; each is ticked when its object exists. */
export async function firstSteps(gateway: PaymentGateway, options: RequestOptions): Promise<FirstStep[]> {
  const few = { limit: 1 };
  const [orders, paid, endpoints, delivered, refunds] = await Promise.all([
    gateway.orders.list(few, options),
    gateway.payments.list({ ...few, status: 'success' }, options),
    gateway.endpoints.list(few, options),
    gateway.webhookLogs.list({ ...few, status: 'success' }, options),
    gateway.refunds.list({ ...few, status: 'processed' }, options),
  ]);
  const has = ({ data }: { data: unknown[] }) => data.length > 0;
  return [
    { title: 'Create an order', href: '/dashboard/docs', done: has(orders) },
    { title: 'Pay it with a test card or VPA', href: '/dashboard/orders', done: has(paid) },
    { title: 'Switch on the inbox, or add an endpoint', href: '/dashboard/webhooks', done: has(endpoints) },
    { title: 'See the webhook arrive', href: '/dashboard/webhooks/inbox', done: has(delivered) },
    { title: 'Refund a payment', href: '/dashboard/transactions', done: has(refunds) },
  ];
}
