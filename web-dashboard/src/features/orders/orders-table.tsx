import { customerName } from '../../lib/customer-words';
import { ORDER_STATES } from '../../lib/states';
import type { Order } from '../../lib/types';
import { Empty } from '../../ui/empty';
import Link from '../../ui/link';
import { StateWithStatus } from '../../ui/pill';
import { type Head, Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { TwoLines } from '../../ui/two-lines';
import { Amount, Id } from '../../ui/values';
import { FirstPayment } from '../payments/first-payment';

const WHOLE = ['Order', { wide: 'For' }, 'Status', { roomy: 'Attempts' }, 'Created'] as const;
const SHORT = ['Order', 'Status', 'Created'] as const;

/** `short`: without the customer, for the table on the customer's page. */
export function OrdersTable({
  orders,
  filtered,
  short = false,
  amount = { end: 'Amount' },
}: {
  orders: Order[];
  filtered: boolean;
  short?: boolean;
  amount?: Head;
}) {
  if (orders.length === 0) {
    return filtered ? <Empty title="No order fits these filters">Try fewer of them.</Empty> : <FirstPayment here />;
  }
  return (
    <Table label="Orders" head={[...(short ? SHORT : WHOLE), amount]}>
      {orders.map((order) => (
        <tr
          key={order.id}
          className='max-sm:before:order-2 max-sm:before:basis-full max-sm:before:content-[""]'
          data-link
          data-order-id={order.id}
        >
          <td className="max-w-[240px] max-sm:max-w-[64%]">
            <Link className="row-link" href={`/dashboard/orders/${order.id}`}>
              <TwoLines
                first={short ? purposeOf(order) : (customerName(order.customer) ?? onPhone(order))}
                second={<Id value={order.id} id="order-id" />}
              />
            </Link>
          </td>
          {!short && (
            <td className="wide max-w-[240px]">
              {order.description ? (
                <TwoLines first={order.description} second={<span className="truncate">{order.receipt}</span>} />
              ) : (
                <span className="block truncate">{order.receipt}</span>
              )}
            </td>
          )}
          <td className="max-sm:order-3">
            <StateWithStatus of={ORDER_STATES[order.status]} value={order.status} status={order.status} />
          </td>
          {!short && <td className="roomy max-sm:hidden">{order.attempts}</td>}
          <td className="max-sm:order-4">
            <Time at={order.createdAt} id="created-at" />
          </td>
          <td className="end max-sm:order-1">
            <Amount minor={order.amount} currency={order.currency} id="amount" />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** On a phone its own column is hidden, so it stands in for a missing payer. */
const onPhone = (order: Order) => purposeOf(order) && <span className="sm:hidden">{purposeOf(order)}</span>;

const purposeOf = ({ description, receipt }: Order) => description ?? receipt;
