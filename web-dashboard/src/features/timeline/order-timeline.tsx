import type { Order } from '../../lib/types';
import Link from '../../ui/link';
import { Id } from '../../ui/values';
import type { Actors } from './actors';
import type { Step } from './steps';
import { Timeline } from './timeline';

/** A timeline that begins with the order, which no event announces. */
export function OrderTimeline({ order, steps, actors }: { order: Order; steps: Step[]; actors: Actors }) {
  const about = (
    <Link className="link" href={`/dashboard/orders/${order.id}`}>
      <Id value={order.id} id="order-id" />
    </Link>
  );
  return <Timeline steps={steps} actors={actors} first={{ title: 'Order created', at: order.createdAt, about }} />;
}
