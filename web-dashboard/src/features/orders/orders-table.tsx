import type { Order } from '../../lib/types';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { Status } from '../../ui/pill';
import { Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { Amount, Id } from '../../ui/values';
import { FirstPayment } from '../payments/first-payment';

export function OrdersTable({ orders, filtered }: { orders: Order[]; filtered: boolean }) {
  if (orders.length === 0) {
    return filtered ? <Empty title="No order fits these filters">Try fewer of them.</Empty> : <FirstPayment here />;
  }
  return (
    <Table
      label="Orders"
      head={['Order', { wide: 'Receipt' }, 'Status', { wide: 'Attempts' }, 'Created', { end: 'Amount' }]}
    >
      {orders.map((order) => (
        <tr key={order.id} data-link data-order-id={order.id}>
          <td>
            <Link className="row-link" href={`/dashboard/orders/${order.id}`}>
              <Id value={order.id} id="order-id" />
            </Link>
          </td>
          <td className="wide max-w-[200px] truncate">{order.receipt}</td>
          <td>
            <Status status={order.status} id="status" />
          </td>
          <td className="wide">{order.attempts}</td>
          <td>
            <Time at={order.createdAt} id="created-at" />
          </td>
          <td className="end">
            <Amount minor={order.amount} currency={order.currency} id="amount" />
          </td>
        </tr>
      ))}
    </Table>
  );
}
