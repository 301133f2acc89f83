import { amountOf } from '../../lib/money';
import { ORDER_STATES } from '../../lib/states';
import type { Order } from '../../lib/types';
import { Card } from '../../ui/card';
import { Related } from '../../ui/detail';
import { StateBadge } from '../../ui/pill';

/** The order of a payment or refund, and the payment link that opened it. */
export function OrderCard({ order }: { order: Order }) {
  const title = order.receipt ?? order.description ?? order.id;
  return (
    <Card title="Order" padded={false}>
      <Related
        href={`/dashboard/orders/${order.id}`}
        title={title}
        about={amountOf(order.amount, order.currency)}
        end={<StateBadge of={ORDER_STATES[order.status]} value={order.status} />}
      />
      {order.paymentLinkId && (
        <div className="border-t border-line">
          <Related
            href={`/dashboard/payment-links/${order.paymentLinkId}`}
            title="Payment link"
            about={<span className="mono">{order.paymentLinkId}</span>}
          />
        </div>
      )}
    </Card>
  );
}
