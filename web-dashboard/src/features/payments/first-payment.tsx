import { SAMPLES } from '../../lib/empty-samples';
import { Empty } from '../../ui/empty';

/** Shown where payments would be: how the first comes about. `here`: on the page where orders are made. */
export function FirstPayment({ here = false }: { here?: boolean }) {
  return (
    <Empty
      title="No payments yet"
      sample={SAMPLES.payment}
      {...(!here && { action: { href: '/dashboard/orders', words: 'Go to the orders' } })}
    >
      Create an order, open its payment link, and pay with a test card or VPA.
    </Empty>
  );
}
