import { amountOf } from '../../lib/money';
import { testId } from '../../lib/test-ids';
import type { Order } from '../../lib/types';
import Link from '../../ui/link';
import { Stamp } from '../../ui/time';
import { Facts, Id } from '../../ui/values';

export function OrderFacts({ order }: { order: Order }) {
  return (
    <Facts
      facts={[
        ['Receipt', order.receipt],
        ['Description', order.description],
        ['Paid', order.amountPaid > 0 && order.amountDue > 0 && amountOf(order.amountPaid, order.currency)],
        ['Due', order.amountDue > 0 && amountOf(order.amountDue, order.currency)],
        ['Attempts', order.attempts > 1 && order.attempts],
        ['Capture', order.capture === 'manual' ? 'By hand' : 'At once'],
        ['Expires', order.expiresAt && <Stamp key="expires" at={order.expiresAt} />],
        ['Returns to', order.returnUrl],
        ['Cancels to', order.cancelUrl],
        [
          'Payment link',
          order.paymentLinkId && (
            <Link key="link" className="link" href={`/dashboard/payment-links/${order.paymentLinkId}`}>
              <Id value={order.paymentLinkId} />
            </Link>
          ),
        ],
        ['Created', <Stamp key="created" at={order.createdAt} />],
        ['Updated', <Stamp key="updated" at={order.updatedAt} />],
        [
          'API status',
          <span key="status" {...testId('status')}>
            {order.status}
          </span>,
        ],
      ]}
    />
  );
}
