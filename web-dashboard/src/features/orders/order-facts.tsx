import { amountOf } from '../../lib/money';
import type { Order } from '../../lib/types';
import { Moment } from '../../ui/time';
import { Facts, Id } from '../../ui/values';

export function OrderFacts({ order }: { order: Order }) {
  const notes = Object.entries(order.notes);
  return (
    <Facts
      facts={[
        ['Order', <Id key="id" value={order.id} id="order-id" copy />],
        ['Receipt', order.receipt],
        ['Paid', amountOf(order.amountPaid, order.currency)],
        ['Due', amountOf(order.amountDue, order.currency)],
        ['Attempts', order.attempts],
        ['Capture', order.capture === 'manual' ? 'By hand' : 'At once'],
        ['Expires', order.expiresAt && <Moment key="expires" at={order.expiresAt} />],
        ['Returns to', order.returnUrl],
        ['Cancels to', order.cancelUrl],
        ...notes.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
        ['Created', <Moment key="created" at={order.createdAt} />],
        ['Updated', <Moment key="updated" at={order.updatedAt} />],
      ]}
    />
  );
}
