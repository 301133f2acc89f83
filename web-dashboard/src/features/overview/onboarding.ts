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

export interface Attention {
  title: string;
  href: string;
}

/** Failures that need a user's attention. */
export async function needsAttention(gateway: PaymentGateway, options: RequestOptions): Promise<Attention[]> {
  const [failed, endpoints, refunds] = await Promise.all([
    gateway.webhookLogs.list({ limit: 1, status: 'failed' }, options),
    gateway.endpoints.list({ limit: 50 }, options),
    gateway.refunds.list({ limit: 1, status: 'failed' }, options),
  ]);
  const disabled = endpoints.data.filter(({ disabledReason }) => disabledReason && disabledReason !== 'requested');
  return [
    ...(failed.total > 0
      ? [{ title: `${failed.total} webhooks could not be delivered`, href: '/dashboard/webhooks?status=failed' }]
      : []),
    ...disabled.map(({ id, url }) => ({
      title: `${url ?? 'The inbox'} was switched off`,
      href: `/dashboard/webhooks?endpoint=${id}`,
    })),
    ...(refunds.data.length > 0 ? [{ title: 'A refund failed', href: '/dashboard/refunds?status=failed' }] : []),
  ];
}
