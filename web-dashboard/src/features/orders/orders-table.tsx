import { customerName } from '../../lib/customer-words';
import { ORDER_STATES } from '../../lib/states';
import type { Order } from '../../lib/types';
import { Nothing } from '../../ui/empty';
import Link from '../../ui/link';
import { Named } from '../../ui/named';
import { StateWithStatus } from '../../ui/pill';
import { type Head, Table } from '../../ui/table';
import { Time } from '../../ui/time';
import { TwoLines } from '../../ui/two-lines';
import { Amount, Id } from '../../ui/values';
import { FirstOrder } from './first-order';

const WHOLE = [{ grow: 'Customer' }, { 'wide grow': 'For' }, 'State', 'Created'] as const;
const SHORT = [{ grow: 'Order' }, 'State', 'Created'] as const;

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
    return filtered ? <Nothing what="order" clear="/dashboard/orders" /> : <FirstOrder />;
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
          <td className="grow max-sm:max-w-[64%] max-sm:min-w-[50%]">
            <Link className="row-link block min-w-0" href={`/dashboard/orders/${order.id}`}>
              <Named
                first={short ? purposeOf(order) : <Buyer order={order} />}
                id={<Id value={order.id} id="order-id" />}
              />
              {!short && (
                <span className="block w-0 min-w-full truncate text-[13px]/[18px] text-ink-2 sm:hidden">
                  {(order.customer ? [order.receipt, order.description] : [order.description && order.receipt])
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              )}
            </Link>
          </td>
          {!short && (
            <td className="wide grow">
              {order.description ? (
                <TwoLines first={order.description} second={<span className="truncate">{order.receipt}</span>} />
              ) : (
                <span className="block truncate">{order.receipt}</span>
              )}
            </td>
          )}
          <td className="max-sm:order-3">
            <StateWithStatus
              of={ORDER_STATES[order.status]}
              value={order.status}
              status={order.status}
              more={order.attempts > 1 ? `${order.attempts} attempts` : undefined}
            />
          </td>
          <td className="max-sm:order-4 max-sm:ml-auto">
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

/** On a phone the column of what it is for is hidden, so that stands in for a missing customer. */
function Buyer({ order }: { order: Order }) {
  const name = customerName(order.customer);
  if (name) return name;
  const purpose = purposeOf(order);
  return (
    <>
      {purpose && <span className="sm:hidden">{purpose}</span>}
      <span className={`font-normal text-ink-3 ${purpose ? 'max-sm:hidden' : ''}`}>Guest</span>
    </>
  );
}

const purposeOf = ({ description, receipt }: Order) => description ?? receipt;
