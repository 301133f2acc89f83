import type { RequestOptions } from '@payment-gateway/sdk';
import type { Session } from '../../lib/session';
import type { Order, Payment } from '../../lib/types';

const SHOWN = 8;

interface Counted<Row> {
  data: Row[];
  total: number;
}

export interface Purchases {
  shown: 'payments' | 'orders';
  payments: Counted<Payment>;
  orders: Counted<Order>;
}

/** A customer with the newest of its payments or its orders, and the number of both. */
export async function loadCustomerDetails(
  { gateway }: Session,
  id: string,
  shown: Purchases['shown'],
  options: RequestOptions,
) {
  const of = (kind: Purchases['shown']) => ({ customerId: id, limit: kind === shown ? SHOWN : 1, offset: 0 });
  const customer = await gateway.customers.get(id, options);
  const [payments, orders] = await Promise.all([
    gateway.payments.list(of('payments'), options),
    gateway.orders.list(of('orders'), options),
  ]);
  const counted = <Row>({ data, total = data.length }: { data: Row[]; total?: number }) => ({ data, total });
  return { customer, purchases: { shown, payments: counted(payments), orders: counted(orders) } };
}
