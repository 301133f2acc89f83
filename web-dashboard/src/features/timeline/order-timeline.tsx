import type { ComponentProps } from 'react';
import type { Order } from '../../lib/types';
import Link from '../../ui/link';
import { Id } from '../../ui/values';
import { Timeline } from './timeline';

/** A timeline that begins with the order, which no event announces. On the order's own page it is no link. */
export function OrderTimeline({
  order,
  isOwnPage = false,
  ...timeline
}: { order: Order; isOwnPage?: boolean } & Omit<ComponentProps<typeof Timeline>, 'first'>) {
  const about = isOwnPage ? null : (
    <p className="flex flex-wrap items-center gap-x-2 text-[13px]/[18px]">
      {order.receipt && <span>Order {order.receipt}</span>}
      <Link className="link min-w-0" href={`/dashboard/orders/${order.id}`}>
        <Id value={order.id} id="order-id" />
      </Link>
    </p>
  );
  return <Timeline first={{ title: 'Order created', at: order.createdAt, about }} {...timeline} />;
}
